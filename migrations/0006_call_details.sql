ALTER TABLE `calls` ADD `wait_seconds` real;--> statement-breakpoint
ALTER TABLE `calls` ADD `caller_city` text;--> statement-breakpoint
ALTER TABLE `calls` ADD `caller_region` text;--> statement-breakpoint
ALTER TABLE `calls` ADD `caller_country` text;--> statement-breakpoint
ALTER TABLE `calls` ADD `attestation` text;--> statement-breakpoint
ALTER TABLE `calls` ADD `recordings` text;--> statement-breakpoint
CREATE INDEX `calls_by_caller` ON `calls` (`site_id`,`caller_hash`,`started_at`);