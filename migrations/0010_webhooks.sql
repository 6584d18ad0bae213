CREATE TABLE `webhooks` (
	`site_id` text NOT NULL,
	`id` text NOT NULL,
	`url` text NOT NULL,
	`events` text NOT NULL,
	`include_caller` integer NOT NULL,
	`active` integer NOT NULL,
	`secrets` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`site_id`, `id`)
);
