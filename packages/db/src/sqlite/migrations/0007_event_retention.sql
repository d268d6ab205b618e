CREATE TABLE `event_retention` (
	`id` integer PRIMARY KEY NOT NULL,
	`deletable_before` integer,
	CONSTRAINT "event_retention_has_one_row" CHECK("event_retention"."id" = 1)
);
--> statement-breakpoint
INSERT INTO `event_retention` (`id`, `deletable_before`) VALUES (1, NULL);--> statement-breakpoint
CREATE TRIGGER `event_retention_is_past` BEFORE UPDATE ON `event_retention`
WHEN NEW.`deletable_before` > max(
	unixepoch('now', 'subsec') * 1000,
	coalesce((SELECT `at` FROM `events` WHERE `id` = (SELECT max(`id`) FROM `events`)), 0)
) - 86400000
BEGIN
	SELECT raise(ABORT, 'events of the last day are not deleted');
END;--> statement-breakpoint
CREATE TRIGGER `events_are_kept` BEFORE DELETE ON `events`
WHEN NOT EXISTS (SELECT 1 FROM `event_retention` WHERE OLD.`at` < `deletable_before`)
	AND EXISTS (SELECT 1 FROM `users` WHERE `id` = OLD.`user_id`)
BEGIN
	SELECT raise(ABORT, 'an event is not deleted before its time');
END;
