-- Texts that are compared or ordered are compared byte by byte, whatever the collation of the database is.
CREATE TABLE users (
  id text COLLATE "C" PRIMARY KEY,
  email text COLLATE "C" NOT NULL UNIQUE,
  email_proven_at timestamptz,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('user', 'admin')),
  created_at timestamptz NOT NULL
);

CREATE TABLE password_credentials (
  user_id text COLLATE "C" PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  hash text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  -- The start of the hash, up to its salt.
  parameters text COLLATE "C" NOT NULL
    GENERATED ALWAYS AS (substr(hash, 1, 15 + strpos(substr(hash, 16), '$'))) STORED
);
-- Which parameters are in use is read with a few steps in this index, not from every row.
CREATE INDEX password_credentials_by_parameters ON password_credentials (parameters);

CREATE TABLE sessions (
  id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  -- SHA-256 of the session token, base64url; null once the session has ended, so that no token can match it.
  token_hash text COLLATE "C" UNIQUE,
  -- The token_hash at the end of the session. It authenticates nothing.
  ended_token_hash text COLLATE "C",
  kind text NOT NULL CHECK (kind IN ('browser', 'client')),
  client_id text,
  name text NOT NULL,
  given_name text,
  sign_in_method text NOT NULL,
  remembered boolean NOT NULL,
  browser text,
  os text,
  device text NOT NULL CHECK (device IN ('desktop', 'mobile', 'tablet', 'script', 'unknown')),
  ip text,
  device_family text COLLATE "C" NOT NULL,
  network text COLLATE "C",
  new_device boolean NOT NULL,
  new_network boolean NOT NULL,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  -- Never later than expires_at, so this one column tells whether the session is live.
  idle_expires_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  sudo_until timestamptz,
  ended_at timestamptz,
  end_reason text,
  ended_by text COLLATE "C",
  CONSTRAINT sessions_idle_within_absolute CHECK (idle_expires_at <= expires_at),
  CONSTRAINT sessions_ended_has_no_token CHECK ((ended_at IS NULL) = (token_hash IS NOT NULL)),
  CONSTRAINT sessions_ended_has_reason CHECK ((ended_at IS NULL) = (end_reason IS NULL))
)
-- Room for the last use, which then changes no index.
WITH (fillfactor = 85);
CREATE INDEX sessions_live_by_user ON sessions (user_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_ended_by_user ON sessions (user_id, ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX sessions_by_device ON sessions (user_id, device_family);
CREATE INDEX sessions_by_network ON sessions (user_id, network);
CREATE INDEX sessions_by_ended_token ON sessions (ended_token_hash) WHERE ended_token_hash IS NOT NULL;
CREATE INDEX sessions_live_by_expiry ON sessions (idle_expires_at) WHERE ended_at IS NULL;
CREATE INDEX sessions_ended_by_time ON sessions (ended_at) WHERE ended_at IS NOT NULL;

-- As in SQLite, where the sessions are in several tables: a statement that names it works with both.
CREATE VIEW session_records AS SELECT * FROM sessions;

CREATE TABLE identities (
  id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  provider text NOT NULL,
  issuer text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  email text,
  linked_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  UNIQUE (issuer, subject)
);
CREATE INDEX identities_by_user ON identities (user_id);

CREATE TABLE authorization_requests (
  state_hash text COLLATE "C" PRIMARY KEY,
  browser_hash text NOT NULL,
  provider text NOT NULL,
  intent text NOT NULL CHECK (intent IN ('sign_in', 'link', 'step_up')),
  user_id text,
  session_id text,
  remember boolean NOT NULL,
  code_verifier text NOT NULL,
  nonce text NOT NULL,
  return_to text NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT authorization_requests_bound_has_session
    CHECK ((intent <> 'sign_in') = (user_id IS NOT NULL AND session_id IS NOT NULL))
);
CREATE INDEX authorization_requests_by_expiry ON authorization_requests (expires_at);

CREATE TABLE events (
  -- Sorts by time: 48 bits of it, then a counter, then random bits, in hex.
  id text COLLATE "C" PRIMARY KEY,
  -- Looked at when the transaction ends: an entry that is to be discarded has no user.
  user_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  type text NOT NULL,
  category text COLLATE "C" NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  session_id text,
  device text,
  ip text,
  request_id text,
  details jsonb NOT NULL
);
CREATE INDEX events_by_user ON events (user_id, id);
CREATE INDEX events_by_user_and_category ON events (user_id, category, id);

CREATE FUNCTION refuse_change_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an event is never changed';
END $$;
CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_event();
CREATE TRIGGER events_are_never_truncated BEFORE TRUNCATE ON events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_event();

-- The sweep says before which moment events may be deleted, for its transaction: at least a day ago.
CREATE FUNCTION refuse_early_deletion_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  allowed text := current_setting('latchkey.events_deletable_before', true);
  newest timestamptz := (SELECT at FROM events ORDER BY id DESC LIMIT 1);
BEGIN
  IF NOT EXISTS (SELECT FROM users WHERE id = OLD.user_id) THEN
    RETURN OLD;
  END IF;
  IF allowed IS NULL OR allowed = '' OR OLD.at >= allowed::timestamptz
    OR OLD.at > greatest(now(), newest) - interval '24 hours' THEN
    RAISE EXCEPTION 'an event is not deleted before its time';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER events_are_kept BEFORE DELETE ON events
  FOR EACH ROW EXECUTE FUNCTION refuse_early_deletion_of_event();

CREATE TABLE rate_limits (
  key text COLLATE "C" PRIMARY KEY,
  count integer NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX rate_limits_by_expiry ON rate_limits (expires_at);

CREATE TABLE refresh_tokens (
  hash text COLLATE "C" PRIMARY KEY,
  session_id text COLLATE "C" NOT NULL REFERENCES sessions ON DELETE CASCADE,
  family text COLLATE "C",
  created_at timestamptz NOT NULL,
  used_at timestamptz,
  secret_id text,
  -- In the order of storing, where two were used in one millisecond.
  number bigint GENERATED ALWAYS AS IDENTITY
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family, used_at);

CREATE TABLE signing_keys (
  id text COLLATE "C" PRIMARY KEY,
  algorithm text NOT NULL CHECK (algorithm IN ('EdDSA', 'ES256')),
  public_jwk jsonb NOT NULL,
  sealed_private_key text NOT NULL,
  created_at timestamptz NOT NULL,
  signs_from timestamptz NOT NULL,
  signs_until timestamptz NOT NULL,
  published_until timestamptz NOT NULL
);
CREATE INDEX signing_keys_by_end ON signing_keys (published_until);

CREATE TABLE grants (
  hash text COLLATE "C" PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('code', 'device')),
  client_id text NOT NULL,
  redirect_uri text,
  code_challenge text,
  user_code_hash text COLLATE "C" UNIQUE,
  ip text,
  device text,
  asked_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  user_id text COLLATE "C",
  approved_by text COLLATE "C",
  denied_at timestamptz,
  used_at timestamptz,
  session_id text,
  CONSTRAINT grants_code_is_whole
    CHECK (kind <> 'code' OR (redirect_uri IS NOT NULL AND code_challenge IS NOT NULL AND user_id IS NOT NULL)),
  CONSTRAINT grants_device_is_whole CHECK (kind <> 'device' OR (user_code_hash IS NOT NULL AND device IS NOT NULL)),
  CONSTRAINT grants_approved_by_someone CHECK ((user_id IS NULL) = (approved_by IS NULL)),
  CONSTRAINT grants_denied_is_not_approved CHECK (denied_at IS NULL OR user_id IS NULL),
  CONSTRAINT grants_used_has_session CHECK ((used_at IS NULL) = (session_id IS NULL))
);
CREATE INDEX grants_by_expiry ON grants (expires_at);
CREATE INDEX grants_not_picked_up ON grants (user_id) WHERE used_at IS NULL AND user_id IS NOT NULL;
