-- What servers tell each other while they run, and can do without: PostgreSQL does not write these tables to its log, and
-- empties them after a crash.

-- Calls that count against the rate limits; a key is a hash.
CREATE UNLOGGED TABLE call_counts (
  key text COLLATE "C" PRIMARY KEY,
  points integer NOT NULL,
  expires_at timestamptz NOT NULL
)
-- Room for the next counts, which change no index.
WITH (fillfactor = 50);
CREATE INDEX call_counts_by_expiry ON call_counts (expires_at);

-- Counts a call under every key, or under none if one would be above its maximum. Rows are locked in the order of their keys,
-- so that two calls do not wait for each other.
CREATE FUNCTION count_call(keys text[], maxima integer[], ends timestamptz[], at timestamptz, slack interval)
RETURNS TABLE (number bigint, points integer, expires_at timestamptz, is_counted boolean) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  numbers bigint[];
  counted integer[];
  until timestamptz[];
  is_full boolean;
BEGIN
  WITH asked AS (
    SELECT * FROM unnest(keys, maxima, ends) WITH ORDINALITY AS asked (key, max, ends, number)
  ), stored AS (
    INSERT INTO call_counts AS c (key, points, expires_at)
    SELECT key, 1, ends FROM asked ORDER BY key COLLATE "C"
    ON CONFLICT (key) DO UPDATE SET
      points = CASE WHEN c.expires_at <= at OR c.expires_at > excluded.expires_at + slack THEN 1 ELSE c.points + 1 END,
      expires_at = CASE WHEN c.expires_at <= at OR c.expires_at > excluded.expires_at + slack
        THEN excluded.expires_at ELSE c.expires_at END
    RETURNING c.key, c.points, c.expires_at
  )
  SELECT array_agg(asked.number), array_agg(stored.points), array_agg(stored.expires_at), bool_or(stored.points > asked.max)
  INTO numbers, counted, until, is_full
  FROM stored JOIN asked USING (key);
  IF is_full THEN
    UPDATE call_counts SET points = points - 1 WHERE key = ANY (keys);
  END IF;
  RETURN QUERY SELECT n, CASE WHEN is_full THEN p - 1 ELSE p END, e, NOT is_full
    FROM unnest(numbers, counted, until) AS counts (n, p, e) ORDER BY n;
END $$;

-- Servers that run: one that says nothing more is no longer there.
CREATE UNLOGGED TABLE running_servers (
  id text COLLATE "C" PRIMARY KEY,
  alive_until timestamptz NOT NULL
);

-- Sessions that have a tab open at a server.
CREATE UNLOGGED TABLE open_sessions (
  server_id text COLLATE "C" NOT NULL,
  session_id text COLLATE "C" NOT NULL,
  user_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (server_id, session_id)
);
CREATE INDEX open_sessions_by_user ON open_sessions (user_id);
