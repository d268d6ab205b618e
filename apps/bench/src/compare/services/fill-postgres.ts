import { eventsPerUser, liveSessionsPerUser, sessionsPerUser } from '../../fill-database.ts'
import { runStatements } from './run-statements.ts'

/** The SHA-256 of a text, base64url: with it the statements derive the same tokens and ids as `fillDatabase`. */
const hashOf = `
  CREATE FUNCTION pg_temp.hash_of(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT translate(rtrim(encode(sha256(convert_to(value, 'UTF8')), 'base64'), '='), '+/', '-_')
  $$`

/**
 * Inserts users into a PostgreSQL whose tables a server has made and that has one user, whose password they get: as many
 * sessions and events for each, with the same cookies, as `fillDatabase` makes, and in the order of time.
 */
export function fillPostgres(url: string, users: number): void {
  runStatements(url, [
    hashOf,
    `CREATE TEMPORARY TABLE filled AS
       SELECT n, left(pg_temp.hash_of('user ' || n), 22) AS id FROM generate_series(0, ${users - 1}) AS n`,
    `WITH first AS (SELECT hash FROM password_credentials LIMIT 1), added AS (
       INSERT INTO users (id, email, name, role, created_at)
       SELECT id, 'user' || n || '@example.com', 'Ada', 'user', to_timestamp(0) FROM filled ORDER BY n
     )
     INSERT INTO password_credentials (user_id, hash, created_at, changed_at)
     SELECT id, hash, to_timestamp(0), to_timestamp(0) FROM filled, first ORDER BY n`,
    sessionsOf,
    eventsOf(users),
    // So that neither falls into the rounds.
    'VACUUM ANALYZE',
    'CHECKPOINT',
  ])
}

const sessionsOf = `
  INSERT INTO sessions (id, user_id, token_hash, ended_token_hash, kind, name, sign_in_method, remembered, browser, os, device,
    ip, device_family, network, new_device, new_network, created_at, last_seen_at, idle_expires_at, expires_at, ended_at,
    end_reason)
  SELECT left(pg_temp.hash_of('session ' || n || ' ' || age), 22), id,
    CASE WHEN is_live THEN hash END, CASE WHEN NOT is_live THEN hash END,
    'browser', 'Chrome on macOS', 'password', false, 'Chrome', 'macOS', 'desktop',
    '203.0.' || n % 100 || '.7', 'Chrome/macOS/desktop', '203.0.' || n % 100 || '.0/24', false, false,
    created, created + interval '1 minute', created + interval '12 hours', created + interval '1 day',
    CASE WHEN NOT is_live THEN created + interval '2 hours' END, CASE WHEN NOT is_live THEN 'signed_out' END
  FROM (
    SELECT n, id, age, age < ${liveSessionsPerUser} AS is_live,
      pg_temp.hash_of(pg_temp.hash_of('token ' || n || ' ' || age)) AS hash,
      now() - CASE WHEN age < ${liveSessionsPerUser} THEN (age + 1) * interval '10 minutes'
        ELSE age * interval '8 days' + n % 1000 * interval '1 minute' END AS created
    FROM filled, generate_series(0, ${sessionsPerUser - 1}) AS age
  ) AS made
  ORDER BY age DESC, n`

function eventsOf(users: number): string {
  return `
    INSERT INTO events (id, user_id, type, category, at, actor, session_id, device, ip, request_id, details)
    SELECT lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '0000' ||
        left(encode(sha256(convert_to('event ' || number, 'UTF8')), 'hex'), 16),
      id, 'signed_in', 'sign_in', moment, 'user', left(pg_temp.hash_of('session of ' || number), 22), 'Chrome on macOS',
      '203.0.113.7', left(pg_temp.hash_of('request ' || number), 22), '{"method":"password"}'
    FROM (
      SELECT id, turn * ${users} + n AS number,
        now() - interval '80 days' * (1 - (turn * ${users} + n) / ${users * eventsPerUser}.0) AS moment
      FROM filled, generate_series(0, ${eventsPerUser - 1}) AS turn
    ) AS made
    ORDER BY number`
}
