import { StoreUnavailableError } from '@latchkey/auth'
import { addSession, addUser, aSession, aUser, noEvents, start } from '@latchkey/auth/testing'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createPostgresStores, type PostgresConnections } from '../../src/postgres/index.ts'
import { temporaryPostgres } from './temporary-postgres.ts'

const ada = aUser('ada')
const own = aSession('own', ada)
const ending = { at: start, reason: 'ended_by_user', by: null } as const

/** A user with a session, of which every change fails so many times with a SQLSTATE before one succeeds. */
async function failing(times: number, state: string) {
  const connections = await temporaryPostgres()
  const stores = createPostgresStores(connections)
  await addUser(stores, ada)
  await addSession(stores, own)
  // A sequence keeps its count when a transaction is rolled back.
  await connections.pool.query(`
    CREATE SEQUENCE runs;
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('runs') <= ${times} THEN RAISE EXCEPTION 'scripted' USING ERRCODE = '${state}'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER fail BEFORE UPDATE ON sessions FOR EACH ROW EXECUTE FUNCTION fail()`)
  return { stores, runs: () => runsOf(connections) }
}

async function runsOf({ pool }: PostgresConnections): Promise<number> {
  return Number((await pool.query<{ last_value: string }>('SELECT last_value FROM runs')).rows[0]?.last_value)
}

describe.each([
  ['a serialization failure', '40001'],
  ['a deadlock', '40P01'],
])('a transaction that fails by %s', (_name, state) => {
  it('runs again, and succeeds once', async () => {
    const { stores, runs } = await failing(4, state)
    const ended = await stores.sessions.endAll({ userId: ada.id, keep: null }, ending, noEvents)
    expect(ended.map(({ id }) => id)).toEqual([own.id])
    expect(await runs()).toBe(5)
    expect(await stores.sessions.endAll({ userId: ada.id, keep: null }, ending, noEvents)).toEqual([])
  })

  it('runs five times at most, and has changed nothing then', async () => {
    const { stores, runs } = await failing(100, state)
    await expect(stores.sessions.endAll({ userId: ada.id, keep: null }, ending, noEvents)).rejects.toMatchObject({
      name: StoreUnavailableError.name,
      cause: { code: state },
    })
    expect(await runs()).toBe(5)
    expect(await stores.sessions.findLive(own.tokenHash, start)).toMatchObject({ session: { id: own.id } })
  })
})

it('runs a change again that PostgreSQL chose to end a deadlock with another transaction', async () => {
  const connections = await temporaryPostgres()
  const stores = createPostgresStores(connections)
  await addUser(stores, ada)
  await addSession(stores, own)
  const other = new pg.Client({ connectionString: connections.url })
  await other.connect()
  onTestFinished(() => other.end())
  // The change finds the deadlock, after a second: this transaction would look for one much later.
  await other.query("SET deadlock_timeout = '60s'")
  await other.query('BEGIN')
  await other.query('SELECT FROM sessions FOR UPDATE')
  const ended = stores.sessions.endAll({ userId: ada.id, keep: null }, ending, noEvents)
  const waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
  while ((await connections.pool.query(waiting)).rowCount === 0);
  await other.query('SELECT FROM users FOR UPDATE')
  await other.query('COMMIT')
  expect((await ended).map(({ id }) => id)).toEqual([own.id])
  const { rows } = await connections.pool.query<{ deadlocks: string }>(
    'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
  )
  expect(rows).toEqual([{ deadlocks: '1' }])
})
