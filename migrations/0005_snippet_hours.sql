CREATE TABLE `snippet_hours` (
	`site_id` text NOT NULL,
	`hour` integer NOT NULL,
	`reports` integer NOT NULL,
	`swapped` integer NOT NULL,
	`swaps` integer NOT NULL,
	`reverted` integer NOT NULL,
	`errors` integer NOT NULL,
	`ms_50` integer NOT NULL,
	`ms_100` integer NOT NULL,
	`ms_200` integer NOT NULL,
	`ms_300` integer NOT NULL,
	`ms_500` integer NOT NULL,
	`ms_1000` integer NOT NULL,
	`ms_2000` integer NOT NULL,
	`ms_5000` integer NOT NULL,
	`ms_more` integer NOT NULL,
	PRIMARY KEY(`site_id`, `hour`)
) WITHOUT ROWID;
