CREATE TABLE `messages` (
	`site_id` text NOT NULL,
	`provider` text NOT NULL,
	`provider_message_id` text NOT NULL,
	`id` text NOT NULL,
	`number` text NOT NULL,
	`sender_hash` text,
	`sender_sealed` text,
	`received_at` integer NOT NULL,
	`text_sealed` text NOT NULL,
	`media` integer NOT NULL,
	`session_id` text,
	`band` text NOT NULL,
	`confidence` real NOT NULL,
	`reasons` text NOT NULL,
	`candidates` text NOT NULL,
	`static_source` text,
	`rev` integer NOT NULL,
	PRIMARY KEY(`site_id`, `provider`, `provider_message_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `messages_by_time` ON `messages` (`site_id`,`received_at`,`id`);--> statement-breakpoint
ALTER TABLE `sites` ADD `messages` text;