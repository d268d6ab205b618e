CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`type` text NOT NULL,
	`category` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`session_id` text,
	`device` text,
	`ip` text,
	`request_id` text,
	`details` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `events_by_user` ON `events` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `events_by_user_and_category` ON `events` (`user_id`,`category`,`id`);--> statement-breakpoint
DROP INDEX `sessions_live_by_user`;--> statement-breakpoint
ALTER TABLE `sessions` ADD `ended_token_hash` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `given_name` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `device_family` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `network` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `new_device` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `new_network` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `sessions_ended_by_user` ON `sessions` (`user_id`,`ended_at`,`id`) WHERE ended_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `sessions_by_device` ON `sessions` (`user_id`,`device_family`);--> statement-breakpoint
CREATE INDEX `sessions_by_network` ON `sessions` (`user_id`,`network`);--> statement-breakpoint
CREATE INDEX `sessions_by_ended_token` ON `sessions` (`ended_token_hash`) WHERE ended_token_hash IS NOT NULL;--> statement-breakpoint
CREATE INDEX `sessions_live_by_user` ON `sessions` (`user_id`,`last_seen_at`,`id`) WHERE ended_at IS NULL;--> statement-breakpoint
UPDATE `sessions` SET `device_family` = coalesce(`browser`, '') || '/' || coalesce(`os`, '') || '/' || `device`;--> statement-breakpoint
CREATE TRIGGER `events_are_never_changed` BEFORE UPDATE ON `events`
BEGIN
	SELECT raise(ABORT, 'an event is never changed');
END;
