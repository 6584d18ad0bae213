CREATE TABLE `match_corrections` (
	`site_id` text NOT NULL,
	`call_id` text NOT NULL,
	`session_id` text,
	`corrected_at` integer NOT NULL,
	`caller_hash` text,
	PRIMARY KEY(`site_id`, `call_id`)
);
