ALTER TABLE `refresh_tokens` ADD `family` text;--> statement-breakpoint
CREATE INDEX `refresh_tokens_by_family` ON `refresh_tokens` (`family`,`used_at`);