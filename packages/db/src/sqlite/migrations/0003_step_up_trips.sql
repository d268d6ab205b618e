PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_authorization_requests` (
	`state_hash` text PRIMARY KEY NOT NULL,
	`browser_hash` text NOT NULL,
	`provider` text NOT NULL,
	`intent` text NOT NULL,
	`user_id` text,
	`session_id` text,
	`remember` integer NOT NULL,
	`code_verifier` text NOT NULL,
	`nonce` text NOT NULL,
	`return_to` text NOT NULL,
	`expires_at` integer NOT NULL,
	CONSTRAINT "authorization_requests_bound_has_session" CHECK((intent <> 'sign_in') = (user_id IS NOT NULL AND session_id IS NOT NULL))
);
--> statement-breakpoint
INSERT INTO `__new_authorization_requests`("state_hash", "browser_hash", "provider", "intent", "user_id", "session_id", "remember", "code_verifier", "nonce", "return_to", "expires_at") SELECT "state_hash", "browser_hash", "provider", "intent", "user_id", "session_id", "remember", "code_verifier", "nonce", "return_to", "expires_at" FROM `authorization_requests`;--> statement-breakpoint
DROP TABLE `authorization_requests`;--> statement-breakpoint
ALTER TABLE `__new_authorization_requests` RENAME TO `authorization_requests`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `authorization_requests_by_expiry` ON `authorization_requests` (`expires_at`);