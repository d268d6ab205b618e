CREATE TABLE `passkey_challenges` (
	`hash` text PRIMARY KEY NOT NULL,
	`browser_hash` text NOT NULL,
	`purpose` text NOT NULL,
	`user_id` text,
	`session_id` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `passkey_challenges_by_user` ON `passkey_challenges` (`user_id`);--> statement-breakpoint
CREATE INDEX `passkey_challenges_by_expiry` ON `passkey_challenges` (`expires_at`);--> statement-breakpoint
CREATE TABLE `passkeys` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`credential_id` text NOT NULL,
	`public_key` text NOT NULL,
	`counter` integer NOT NULL,
	`transports` text NOT NULL,
	`aaguid` text NOT NULL,
	`backup_eligible` integer NOT NULL,
	`backed_up` integer NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `passkeys_credential_id_unique` ON `passkeys` (`credential_id`);--> statement-breakpoint
CREATE INDEX `passkeys_by_user` ON `passkeys` (`user_id`);--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`slot` text NOT NULL,
	`hash` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recovery_codes_by_user` ON `recovery_codes` (`user_id`,`slot`);--> statement-breakpoint
CREATE TABLE `sign_in_attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`method` text NOT NULL,
	`remember` integer NOT NULL,
	`client_id` text,
	`client_name` text,
	`tries` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "sign_in_attempts_client_has_name" CHECK((client_id IS NULL) = (client_name IS NULL))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sign_in_attempts_token_hash_unique` ON `sign_in_attempts` (`token_hash`);--> statement-breakpoint
CREATE INDEX `sign_in_attempts_by_user` ON `sign_in_attempts` (`user_id`);--> statement-breakpoint
CREATE INDEX `sign_in_attempts_by_expiry` ON `sign_in_attempts` (`expires_at`);--> statement-breakpoint
CREATE TABLE `totp_credentials` (
	`user_id` text PRIMARY KEY NOT NULL,
	`sealed_secret` text NOT NULL,
	`secret_id` text GENERATED ALWAYS AS (substr(sealed_secret, 1, 8)) VIRTUAL,
	`last_step` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `totp_credentials_by_secret` ON `totp_credentials` (`secret_id`);--> statement-breakpoint
CREATE TABLE `trusted_devices` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`name` text NOT NULL,
	`ip` text,
	`created_at` integer NOT NULL,
	`last_used_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `trusted_devices_token_hash_unique` ON `trusted_devices` (`token_hash`);--> statement-breakpoint
CREATE INDEX `trusted_devices_by_user` ON `trusted_devices` (`user_id`);--> statement-breakpoint
CREATE INDEX `trusted_devices_by_expiry` ON `trusted_devices` (`expires_at`);--> statement-breakpoint
ALTER TABLE `sessions` ADD `second_factor` text;--> statement-breakpoint
CREATE INDEX `challenges_undo_by_email` ON `challenges` (`email`) WHERE kind = 'undo_email_change';--> statement-breakpoint
DROP VIEW `session_records`;--> statement-breakpoint
CREATE VIEW `session_records` AS select "sessions"."id", "sessions"."user_number", "users"."id" as "user_id", "sessions"."token_hash", "sessions"."token_key", "sessions"."ended_token_hash", "sessions"."ended_token_key", "session_profiles"."kind", "session_profiles"."client_id", "session_profiles"."name", "sessions"."given_name", "session_profiles"."sign_in_method", "sessions"."remembered", "session_profiles"."browser", "session_profiles"."os", "session_profiles"."device", "sessions"."ip", "session_profiles"."device_family", "sessions"."network", "sessions"."new_device", "sessions"."new_network", "sessions"."created_at", "sessions"."last_seen_at", "sessions"."idle_expires_at", "sessions"."expires_at", "sessions"."sudo_until", "sessions"."second_factor", "sessions"."ended_at", "sessions"."end_reason", "sessions"."ended_by", "sessions"."version" from "sessions" inner join "users" on "users"."number" = "sessions"."user_number" inner join "session_profiles" on "session_profiles"."id" = "sessions"."profile_id";