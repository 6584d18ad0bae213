ALTER TABLE `calls` ADD `no_visit` real;--> statement-breakpoint
ALTER TABLE `calls` ADD `match_history` text;