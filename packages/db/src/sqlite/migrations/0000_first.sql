CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text DEFAULT 'user' NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);--> statement-breakpoint
CREATE TABLE `password_credentials` (
	`user_id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`token_hash` text,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`sign_in_method` text NOT NULL,
	`remembered` integer NOT NULL,
	`browser` text,
	`os` text,
	`device` text NOT NULL,
	`ip` text,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`idle_expires_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`sudo_until` integer,
	`ended_at` integer,
	`end_reason` text,
	`ended_by` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "sessions_idle_within_absolute" CHECK(idle_expires_at <= expires_at),
	CONSTRAINT "sessions_ended_has_no_token" CHECK((ended_at IS NULL) = (token_hash IS NOT NULL)),
	CONSTRAINT "sessions_ended_has_reason" CHECK((ended_at IS NULL) = (end_reason IS NULL))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_token_hash_unique` ON `sessions` (`token_hash`);--> statement-breakpoint
CREATE INDEX `sessions_live_by_user` ON `sessions` (`user_id`,`idle_expires_at`) WHERE ended_at IS NULL;--> statement-breakpoint
CREATE INDEX `sessions_live_by_expiry` ON `sessions` (`idle_expires_at`) WHERE ended_at IS NULL;--> statement-breakpoint
CREATE INDEX `sessions_ended_by_time` ON `sessions` (`ended_at`) WHERE ended_at IS NOT NULL;