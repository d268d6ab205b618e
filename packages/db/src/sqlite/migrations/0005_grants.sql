CREATE TABLE `grants` (
	`hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`client_id` text NOT NULL,
	`redirect_uri` text,
	`code_challenge` text,
	`user_code_hash` text,
	`ip` text,
	`device` text,
	`asked_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`user_id` text,
	`approved_by` text,
	`denied_at` integer,
	`used_at` integer,
	`session_id` text,
	CONSTRAINT "grants_code_is_whole" CHECK(kind <> 'code' OR (redirect_uri IS NOT NULL AND code_challenge IS NOT NULL AND user_id IS NOT NULL)),
	CONSTRAINT "grants_device_is_whole" CHECK(kind <> 'device' OR (user_code_hash IS NOT NULL AND device IS NOT NULL)),
	CONSTRAINT "grants_approved_by_someone" CHECK((user_id IS NULL) = (approved_by IS NULL)),
	CONSTRAINT "grants_denied_is_not_approved" CHECK(denied_at IS NULL OR user_id IS NULL),
	CONSTRAINT "grants_used_has_session" CHECK((used_at IS NULL) = (session_id IS NULL))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grants_user_code_hash_unique` ON `grants` (`user_code_hash`);--> statement-breakpoint
CREATE INDEX `grants_by_expiry` ON `grants` (`expires_at`);