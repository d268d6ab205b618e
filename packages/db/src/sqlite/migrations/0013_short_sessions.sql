-- Users get a number, and what sessions have in common a table of its own, so that a row of a session and its indexes take
-- half of the bytes. Hashes become bytes: `base64url_bytes` is a function of `migrateDatabase`.
DROP TRIGGER `events_are_kept`;
--> statement-breakpoint
CREATE TABLE `__new_users` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`email` text NOT NULL,
	`email_proven_at` integer,
	`name` text NOT NULL,
	`role` text DEFAULT 'user' NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
INSERT INTO `__new_users` (`number`, `id`, `email`, `email_proven_at`, `name`, `role`, `created_at`)
SELECT `rowid`, `id`, `email`, `email_proven_at`, `name`, `role`, `created_at` FROM `users` ORDER BY `rowid`;
--> statement-breakpoint
CREATE UNIQUE INDEX `users_id_unique` ON `__new_users` (`id`);
--> statement-breakpoint
CREATE TABLE `session_profiles` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`client_id` text,
	`name` text NOT NULL,
	`sign_in_method` text NOT NULL,
	`browser` text,
	`os` text,
	`device` text NOT NULL,
	`device_family` text NOT NULL,
	`sessions` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `session_profiles_by_device` ON `session_profiles` (`device_family`,`name`);
--> statement-breakpoint
INSERT INTO `session_profiles` (`kind`, `client_id`, `name`, `sign_in_method`, `browser`, `os`, `device`, `device_family`, `sessions`)
SELECT `kind`, `client_id`, `name`, `sign_in_method`, `browser`, `os`, `device`, `device_family`, min(count(*), 1000)
FROM `sessions` GROUP BY `kind`, `client_id`, `name`, `sign_in_method`, `browser`, `os`, `device`, `device_family`;
--> statement-breakpoint
CREATE TABLE `__new_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_number` integer NOT NULL,
	`profile_id` integer NOT NULL,
	`token_hash` blob,
	`token_key` blob GENERATED ALWAYS AS (substr(token_hash, 1, 12)) VIRTUAL,
	`ended_token_hash` blob,
	`ended_token_key` blob GENERATED ALWAYS AS (substr(ended_token_hash, 1, 12)) VIRTUAL,
	`given_name` text,
	`remembered` integer NOT NULL,
	`ip` text,
	`network` text,
	`new_device` integer DEFAULT false NOT NULL,
	`new_network` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`idle_expires_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`sudo_until` integer,
	`ended_at` integer,
	`end_reason` text,
	`ended_by` text,
	`version` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`user_number`) REFERENCES `users`(`number`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "sessions_idle_within_absolute" CHECK(idle_expires_at <= expires_at),
	CONSTRAINT "sessions_ended_has_no_token" CHECK((ended_at IS NULL) = (token_hash IS NOT NULL)),
	CONSTRAINT "sessions_ended_has_reason" CHECK((ended_at IS NULL) = (end_reason IS NULL))
);
--> statement-breakpoint
INSERT INTO `__new_sessions` (`id`, `user_number`, `profile_id`, `token_hash`, `ended_token_hash`, `given_name`, `remembered`, `ip`,
	`network`, `new_device`, `new_network`, `created_at`, `last_seen_at`, `idle_expires_at`, `expires_at`, `sudo_until`, `ended_at`,
	`end_reason`, `ended_by`, `version`)
SELECT `s`.`id`, `u`.`number`, `p`.`id`, base64url_bytes(`token_hash`), base64url_bytes(`ended_token_hash`), `given_name`, `remembered`, `ip`,
	`network`, `new_device`, `new_network`, `s`.`created_at`, `last_seen_at`, `idle_expires_at`, `expires_at`, `sudo_until`, `ended_at`,
	`end_reason`, `ended_by`, `version`
FROM `sessions` AS `s`
CROSS JOIN `__new_users` AS `u` ON `u`.`id` = `s`.`user_id`
CROSS JOIN `session_profiles` AS `p` ON `p`.`device_family` = `s`.`device_family` AND `p`.`name` = `s`.`name` AND `p`.`kind` = `s`.`kind`
	AND `p`.`client_id` IS `s`.`client_id` AND `p`.`sign_in_method` = `s`.`sign_in_method` AND `p`.`browser` IS `s`.`browser`
	AND `p`.`os` IS `s`.`os` AND `p`.`device` = `s`.`device`
ORDER BY `s`.`rowid`;
--> statement-breakpoint
DROP TABLE `sessions`;
--> statement-breakpoint
DROP TABLE `users`;
--> statement-breakpoint
ALTER TABLE `__new_users` RENAME TO `users`;
--> statement-breakpoint
ALTER TABLE `__new_sessions` RENAME TO `sessions`;
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_by_token` ON `sessions` (`token_key`) WHERE token_hash IS NOT NULL;
--> statement-breakpoint
CREATE INDEX `sessions_by_ended_token` ON `sessions` (`ended_token_key`) WHERE ended_token_hash IS NOT NULL;
--> statement-breakpoint
CREATE INDEX `sessions_live_by_user` ON `sessions` (`user_number`) WHERE ended_at IS NULL;
--> statement-breakpoint
CREATE INDEX `sessions_ended_by_user` ON `sessions` (`user_number`,`ended_at`,`id`) WHERE ended_at IS NOT NULL;
--> statement-breakpoint
CREATE INDEX `sessions_by_origin` ON `sessions` (`user_number`,`profile_id`,`network`);
--> statement-breakpoint
CREATE INDEX `sessions_live_by_expiry` ON `sessions` (`idle_expires_at`) WHERE ended_at IS NULL;
--> statement-breakpoint
CREATE INDEX `sessions_ended_by_time` ON `sessions` (`ended_at`) WHERE ended_at IS NOT NULL;
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);
--> statement-breakpoint
CREATE VIEW `session_records` AS select "sessions"."id", "sessions"."user_number", "users"."id" as "user_id", "sessions"."token_hash", "sessions"."token_key", "sessions"."ended_token_hash", "sessions"."ended_token_key", "session_profiles"."kind", "session_profiles"."client_id", "session_profiles"."name", "sessions"."given_name", "session_profiles"."sign_in_method", "sessions"."remembered", "session_profiles"."browser", "session_profiles"."os", "session_profiles"."device", "sessions"."ip", "session_profiles"."device_family", "sessions"."network", "sessions"."new_device", "sessions"."new_network", "sessions"."created_at", "sessions"."last_seen_at", "sessions"."idle_expires_at", "sessions"."expires_at", "sessions"."sudo_until", "sessions"."ended_at", "sessions"."end_reason", "sessions"."ended_by", "sessions"."version" from "sessions" inner join "users" on "users"."number" = "sessions"."user_number" inner join "session_profiles" on "session_profiles"."id" = "sessions"."profile_id";
--> statement-breakpoint
CREATE TRIGGER `events_are_kept` BEFORE DELETE ON `events`
WHEN NOT EXISTS (SELECT 1 FROM `event_retention` WHERE OLD.`at` < `deletable_before`)
	AND EXISTS (SELECT 1 FROM `users` WHERE `id` = OLD.`user_id`)
BEGIN
	SELECT raise(ABORT, 'an event is not deleted before its time');
END;
--> statement-breakpoint
-- A change of a session or of its user, by another process too, makes void what a server remembers of it.
CREATE TRIGGER `sessions_have_versions` AFTER UPDATE ON `sessions`
WHEN NEW.`version` = OLD.`version`
BEGIN
	UPDATE `sessions` SET `version` = OLD.`version` + 1 WHERE `rowid` = NEW.`rowid`;
END;
--> statement-breakpoint
CREATE TRIGGER `users_change_session_versions` AFTER UPDATE ON `users`
BEGIN
	UPDATE `sessions` SET `version` = `version` + 1 WHERE `user_number` = NEW.`number` AND `ended_at` IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER `sessions_count_for_profiles` AFTER INSERT ON `sessions`
BEGIN
	UPDATE `session_profiles` SET `sessions` = `sessions` + 1 WHERE `id` = NEW.`profile_id` AND `sessions` < 1000;
END;
--> statement-breakpoint
CREATE TRIGGER `sessions_take_profiles_along` AFTER DELETE ON `sessions`
BEGIN
	UPDATE `session_profiles` SET `sessions` = `sessions` - 1 WHERE `id` = OLD.`profile_id` AND `sessions` < 1000;
	DELETE FROM `session_profiles` WHERE `id` = OLD.`profile_id` AND `sessions` = 0;
END;
