-- The second factor that was shown in a session last; null for none.
ALTER TABLE sessions ADD COLUMN second_factor text COLLATE "C";

-- The authenticator app of a user who has two-step verification.
CREATE TABLE totp_credentials (
  user_id text COLLATE "C" PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  -- Encrypted under the secrets of the configuration.
  sealed_secret text COLLATE "C" NOT NULL,
  -- The latest step of 30 seconds whose code was used: no code of it or of an earlier one is accepted.
  last_step integer NOT NULL,
  created_at timestamptz NOT NULL
);

-- By the secret of the configuration that it is sealed under.
CREATE INDEX totp_credentials_by_secret ON totp_credentials (left(sealed_secret, 8));

-- The recovery codes that a user has left. A row is deleted when its code is used.
CREATE TABLE recovery_codes (
  id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  -- The first letter of the code: each code of a user has another one.
  slot text COLLATE "C" NOT NULL,
  -- Argon2id of the whole code.
  hash text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX recovery_codes_by_user ON recovery_codes (user_id, slot);

-- The browsers in which a user is not asked for a second factor.
CREATE TABLE trusted_devices (
  id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  token_hash text COLLATE "C" NOT NULL UNIQUE,
  name text COLLATE "C" NOT NULL,
  ip text COLLATE "C",
  created_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX trusted_devices_by_user ON trusted_devices (user_id);
CREATE INDEX trusted_devices_by_expiry ON trusted_devices (expires_at);

-- Sign-ins that wait for a second factor. A row is deleted when that is shown.
CREATE TABLE sign_in_attempts (
  id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  token_hash text COLLATE "C" NOT NULL UNIQUE,
  method text COLLATE "C" NOT NULL,
  remember boolean NOT NULL,
  -- Of a program: the OAuth client and its name.
  client_id text COLLATE "C",
  client_name text COLLATE "C",
  tries integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT sign_in_attempts_client_has_name CHECK ((client_id IS NULL) = (client_name IS NULL))
);
CREATE INDEX sign_in_attempts_by_user ON sign_in_attempts (user_id);
CREATE INDEX sign_in_attempts_by_expiry ON sign_in_attempts (expires_at);

-- The passkeys of users.
CREATE TABLE passkeys (
  id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  -- base64url, as the authenticator made it.
  credential_id text COLLATE "C" NOT NULL UNIQUE,
  -- COSE, base64url.
  public_key text COLLATE "C" NOT NULL,
  -- How often the authenticator signed, as far as it counts.
  counter bigint NOT NULL,
  transports jsonb NOT NULL,
  aaguid text COLLATE "C" NOT NULL,
  backup_eligible boolean NOT NULL,
  backed_up boolean NOT NULL,
  name text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- What an authenticator is asked to sign. A row is deleted when its answer comes.
CREATE TABLE passkey_challenges (
  hash text COLLATE "C" PRIMARY KEY,
  browser_hash text COLLATE "C" NOT NULL,
  purpose text COLLATE "C" NOT NULL,
  -- Of a signed-in user: their session.
  user_id text COLLATE "C" REFERENCES users ON DELETE CASCADE,
  session_id text COLLATE "C",
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX passkey_challenges_by_user ON passkey_challenges (user_id);
CREATE INDEX passkey_challenges_by_expiry ON passkey_challenges (expires_at);

-- Addresses that an undo of a change waits for.
CREATE INDEX challenges_undo_by_email ON challenges (email) WHERE kind = 'undo_email_change';
