-- `visitors` stays, though nothing in this version adds to it: migrations are applied before the worker is
-- deployed, and 0.1.0, which goes on for so long, writes to it. A later release drops the table.
ALTER TABLE `sessions` ADD `lease` text;--> statement-breakpoint
ALTER TABLE `pools` ADD `paused` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `pools` ADD `share` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `pools` ADD `fallback` text;--> statement-breakpoint
ALTER TABLE `pools` ADD `prefer` text;--> statement-breakpoint
ALTER TABLE `pools` ADD `network_share` real;--> statement-breakpoint
ALTER TABLE `sites` ADD `shards` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `sites` ADD `shards_ever` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `sites` ADD `quarantine_days` integer DEFAULT 30 NOT NULL;--> statement-breakpoint
ALTER TABLE `tracking_numbers` ADD `shard` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `tracking_numbers` ADD `former_shard` integer;--> statement-breakpoint
ALTER TABLE `tracking_numbers` ADD `moved_at` integer;