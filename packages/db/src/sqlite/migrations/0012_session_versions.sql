ALTER TABLE `sessions` ADD `version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- A change of a session or of its user, by another process too, makes void what a server remembers of it.
CREATE TRIGGER `sessions_have_versions` AFTER UPDATE ON `sessions`
WHEN NEW.`version` = OLD.`version`
BEGIN
	UPDATE `sessions` SET `version` = OLD.`version` + 1 WHERE `rowid` = NEW.`rowid`;
END;
--> statement-breakpoint
CREATE TRIGGER `users_change_session_versions` AFTER UPDATE ON `users`
BEGIN
	UPDATE `sessions` SET `version` = `version` + 1 WHERE `user_id` = NEW.`id` AND `ended_at` IS NULL;
END;
