import { timePrefix } from '@latchkey/auth'
import { beforeEach, describe, expect, it } from 'vitest'
import { createPostgresStores, type PostgresConnections } from '../../src/postgres/index.ts'
import { sharedPostgres } from './temporary-postgres.ts'

const day = 86_400_000
const daysAgo = (days: number): Date => new Date(Date.now() - days * day)
const emptyPostgres = sharedPostgres()

let connections: PostgresConnections
let pool: PostgresConnections['pool']

beforeEach(async () => {
  connections = await emptyPostgres()
  pool = connections.pool
  await pool.query(
    "INSERT INTO users (id, email, name, role, created_at) VALUES ('u', 'ada@example.com', 'Ada', 'user', now())",
  )
  for (const days of [400, 2, 0]) {
    await pool.query(
      `INSERT INTO events (id, user_id, type, category, at, actor, details) VALUES ($1, 'u', 'signed_in', 'sign_in', $2, 'user', '{}')`,
      [`${timePrefix(daysAgo(days))}-${days}`, daysAgo(days)],
    )
  }
})

const count = async (): Promise<unknown> => (await pool.query('SELECT id FROM events')).rowCount

describe('an event in PostgreSQL', () => {
  it('is not deleted by a statement, however old it is', async () => {
    for (const condition of ['true', "id LIKE '%-400'", "id LIKE '%-0'"]) {
      await expect(pool.query(`DELETE FROM events WHERE ${condition}`)).rejects.toThrow(
        'an event is not deleted before its time',
      )
    }
    await expect(pool.query('TRUNCATE events')).rejects.toThrow('an event is never changed')
    expect(await count()).toBe(3)
  })

  it('is not changed', async () => {
    await expect(pool.query("UPDATE events SET type = 'signed_out'")).rejects.toThrow('an event is never changed')
  })

  it('is deleted by the sweep once it is older than the moment, after which none can be deleted again', async () => {
    const { events } = createPostgresStores(connections)
    expect(await events.deleteBefore(daysAgo(365), 10)).toBe(1)
    expect(await events.deleteBefore(daysAgo(365), 10)).toBe(0)
    await expect(pool.query('DELETE FROM events')).rejects.toThrow('an event is not deleted before its time')
    expect(await count()).toBe(2)
  })

  it('of the last day is not deleted by the sweep either', async () => {
    const { events } = createPostgresStores(connections)
    // After the latest event, which may have been stored in this millisecond.
    for (const moment of [new Date(Date.now() + 1), new Date(Date.now() + day)]) {
      await expect(events.deleteBefore(moment, 10)).rejects.toThrow('an event is not deleted before its time')
    }
    expect(await count()).toBe(3)
    expect(await events.deleteBefore(daysAgo(1), 10)).toBe(2)
  })

  it('goes with its user', async () => {
    await pool.query('DELETE FROM users')
    expect(await count()).toBe(0)
  })
})
