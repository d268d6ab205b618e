-- What waits for a mailed code or link. A row is deleted when it is consumed.
CREATE TABLE challenges (
  id text COLLATE "C" PRIMARY KEY,
  kind text COLLATE "C" NOT NULL,
  -- The canonical address that the mail went to.
  email text COLLATE "C" NOT NULL,
  -- The user that it is about; null where the address has none.
  user_id text COLLATE "C" REFERENCES users ON DELETE CASCADE,
  session_id text COLLATE "C",
  -- A sign-up that waits for the proof of its address.
  pending jsonb,
  -- A keyed hash.
  code_hash text COLLATE "C" NOT NULL,
  token_hash text COLLATE "C" NOT NULL UNIQUE,
  browser_hash text COLLATE "C" NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX challenges_by_browser ON challenges (browser_hash, kind);
CREATE INDEX challenges_by_user ON challenges (user_id, kind);
CREATE INDEX challenges_by_expiry ON challenges (expires_at);

-- Mails that are to be sent, and for a while those that were.
CREATE TABLE outbox (
  id text COLLATE "C" PRIMARY KEY,
  kind text COLLATE "C" NOT NULL,
  -- Null for a notice, which goes to the address that its user has when it is sent.
  recipient text COLLATE "C",
  content jsonb,
  -- Encrypted; deleted once the mail is sent.
  sealed_secret text COLLATE "C",
  notice text COLLATE "C",
  user_id text COLLATE "C" REFERENCES users ON DELETE CASCADE,
  event_id text COLLATE "C",
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  -- Until when a server sends it, and no other.
  claimed_until timestamptz,
  sent_at timestamptz,
  CONSTRAINT outbox_notice_has_event
    CHECK ((kind = 'notice') = (notice IS NOT NULL AND user_id IS NOT NULL AND event_id IS NOT NULL)),
  CONSTRAINT outbox_mail_has_recipient CHECK ((kind = 'notice') = (recipient IS NULL AND content IS NULL)),
  CONSTRAINT outbox_sent_has_no_secret CHECK (sent_at IS NULL OR sealed_secret IS NULL)
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE sent_at IS NULL;
CREATE INDEX outbox_by_user ON outbox (user_id, notice);
CREATE INDEX outbox_by_expiry ON outbox (expires_at) WHERE sent_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;

-- Addresses that mail comes back from. Nothing is sent to them.
CREATE TABLE undeliverable_addresses (
  email text COLLATE "C" PRIMARY KEY,
  since timestamptz NOT NULL
);
