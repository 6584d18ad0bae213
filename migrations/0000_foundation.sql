CREATE TABLE `calls` (
	`site_id` text NOT NULL,
	`id` text NOT NULL,
	`provider` text NOT NULL,
	`provider_call_id` text NOT NULL,
	`number` text,
	`caller_hash` text,
	`caller_sealed` text,
	`forwarded_from` text,
	`started_at` integer NOT NULL,
	`answered_at` integer,
	`ended_at` integer,
	`outcome` text,
	`ring_seconds` real,
	`talk_seconds` real,
	`total_seconds` real,
	`session_id` text,
	`band` text NOT NULL,
	`confidence` real NOT NULL,
	`reasons` text NOT NULL,
	`static_source` text,
	`events` text NOT NULL,
	`rev` integer NOT NULL,
	PRIMARY KEY(`site_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `calls_by_start` ON `calls` (`site_id`,`started_at`);--> statement-breakpoint
CREATE TABLE `leases` (
	`site_id` text NOT NULL,
	`id` text NOT NULL,
	`session_id` text NOT NULL,
	`number` text NOT NULL,
	`target` text NOT NULL,
	`pool` text NOT NULL,
	`grade` text NOT NULL,
	`started_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`ended_at` integer,
	`hold_seconds` integer NOT NULL,
	`rev` integer NOT NULL,
	PRIMARY KEY(`site_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sessions` (
	`site_id` text NOT NULL,
	`id` text NOT NULL,
	`visitor_id` text NOT NULL,
	`started_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`grade` text NOT NULL,
	`channel` text NOT NULL,
	`source` text NOT NULL,
	`medium` text NOT NULL,
	`campaign` text,
	`term` text,
	`content` text,
	`campaign_id` text,
	`click_ids` text NOT NULL,
	`referrer` text,
	`landing_page` text NOT NULL,
	`country` text,
	`region` text,
	`journey` text NOT NULL,
	`rev` integer NOT NULL,
	PRIMARY KEY(`site_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `visitors` (
	`site_id` text NOT NULL,
	`id` text NOT NULL,
	`first_seen_at` integer NOT NULL,
	PRIMARY KEY(`site_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `api_keys` (
	`hash` text PRIMARY KEY NOT NULL,
	`site_id` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `pools` (
	`site_id` text NOT NULL,
	`name` text NOT NULL,
	`hold_seconds` integer NOT NULL,
	PRIMARY KEY(`site_id`, `name`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `provider_credentials` (
	`site_id` text NOT NULL,
	`id` text NOT NULL,
	`provider` text NOT NULL,
	`sealed` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`site_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sites` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`origins` text NOT NULL,
	`country` text NOT NULL,
	`consent` text NOT NULL,
	`honour_gpc` integer NOT NULL,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sites_key_unique` ON `sites` (`key`);--> statement-breakpoint
CREATE TABLE `target_numbers` (
	`site_id` text NOT NULL,
	`number` text NOT NULL,
	`label` text NOT NULL,
	`forward_to` text NOT NULL,
	`pool` text,
	`position` integer NOT NULL,
	PRIMARY KEY(`site_id`, `number`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `tracking_numbers` (
	`site_id` text NOT NULL,
	`number` text NOT NULL,
	`status` text NOT NULL,
	`target` text,
	`pool` text,
	`source` text,
	`medium` text,
	`campaign` text,
	`label` text,
	`position` integer NOT NULL,
	`added_at` integer NOT NULL,
	`removed_at` integer,
	PRIMARY KEY(`site_id`, `number`)
) WITHOUT ROWID;
