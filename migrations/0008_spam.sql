CREATE TABLE `blocked_callers` (
	`site_id` text NOT NULL,
	`caller_hash` text NOT NULL,
	`blocked_at` integer NOT NULL,
	PRIMARY KEY(`site_id`, `caller_hash`)
);
--> statement-breakpoint
CREATE TABLE `spam_marks` (
	`site_id` text NOT NULL,
	`call_id` text NOT NULL,
	`spam` integer NOT NULL,
	`caller_hash` text,
	`started_at` integer NOT NULL,
	PRIMARY KEY(`site_id`, `call_id`)
);
--> statement-breakpoint
CREATE INDEX `spam_marks_by_caller` ON `spam_marks` (`site_id`,`caller_hash`,`started_at`);--> statement-breakpoint
ALTER TABLE `calls` ADD `spam_score` real;--> statement-breakpoint
ALTER TABLE `calls` ADD `spam_reasons` text;--> statement-breakpoint
ALTER TABLE `sites` ADD `spam_threshold` real DEFAULT 0.7;