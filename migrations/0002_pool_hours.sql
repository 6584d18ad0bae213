CREATE TABLE `pool_hours` (
	`site_id` text NOT NULL,
	`pool` text NOT NULL,
	`hour` integer NOT NULL,
	`shard` integer NOT NULL,
	`numbers` integer NOT NULL,
	`arrivals` integer NOT NULL,
	`own` integer NOT NULL,
	`shared` integer NOT NULL,
	`fallback` integer NOT NULL,
	`none` integer NOT NULL,
	`exhausted` integer NOT NULL,
	`samples` integer NOT NULL,
	`held_sum` integer NOT NULL,
	`held_peak` integer NOT NULL,
	`reused` integer NOT NULL,
	`held_ms` integer NOT NULL,
	`rest_ms` integer NOT NULL,
	`rev` integer NOT NULL,
	PRIMARY KEY(`site_id`, `pool`, `hour`, `shard`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `calls` ADD `candidates` text;