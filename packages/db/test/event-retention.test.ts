import { timePrefix } from '@latchkey/auth'
import { beforeEach, describe, expect, it } from 'vitest'
import { createSqliteStores } from '../src/sqlite/create-sqlite-stores.ts'
import { migrateDatabase } from '../src/sqlite/migrate-database.ts'
import { openDatabase, type SqliteDatabase } from '../src/sqlite/open-database.ts'

const day = 86_400_000
const daysAgo = (days: number): Date => new Date(Date.now() - days * day)

let db: SqliteDatabase
let run: (statement: string, ...values: readonly (string | number | null)[]) => number

beforeEach(() => {
  db = openDatabase(':memory:')
  migrateDatabase(db)
  run = (statement, ...values) => db.$client.prepare(statement).run(...values).changes
  run(`INSERT INTO users (id, email, name, created_at) VALUES ('u', 'ada@example.com', 'Ada', 0)`)
  for (const days of [400, 2, 0]) {
    run(
      `INSERT INTO events (id, user_id, type, category, at, actor, details) VALUES (?, 'u', 'signed_in', 'sign_in', ?, 'user', '{}')`,
      `${timePrefix(daysAgo(days))}-${days}`,
      daysAgo(days).getTime(),
    )
  }
  return () => db.$client.close()
})

const count = (): unknown => db.$client.prepare('SELECT count(*) FROM events').pluck().get()

describe('an event', () => {
  it('is not deleted by a statement, however old it is', () => {
    for (const condition of ['1', `id LIKE '%-400'`, `id LIKE '%-0'`]) {
      expect(() => run(`DELETE FROM events WHERE ${condition}`)).toThrow('an event is not deleted before its time')
    }
    expect(count()).toBe(3)
  })

  it('is not replaced', () => {
    const replace = `REPLACE INTO events SELECT id, user_id, 'signed_out', category, at, actor, session_id, device, ip, request_id, details FROM events`
    for (const recursive of ['ON', 'OFF']) {
      // Of the connection: another program may not have turned it on.
      db.$client.pragma(`recursive_triggers = ${recursive}`)
      expect(() => run(replace)).toThrow('an event is not replaced')
    }
    expect(() => run(`UPDATE OR REPLACE events SET type = 'signed_out'`)).toThrow('an event is never changed')
  })

  it('is deleted by the sweep once it is older than the moment, after which none can be deleted again', async () => {
    const { events } = await createSqliteStores(db)
    expect(await events.deleteBefore(daysAgo(365), 10)).toBe(1)
    expect(await events.deleteBefore(daysAgo(365), 10)).toBe(0)
    expect(() => run('DELETE FROM events')).toThrow('an event is not deleted before its time')
    expect(db.$client.prepare('SELECT deletable_before FROM event_retention').pluck().all()).toEqual([null])
    expect(count()).toBe(2)
  })

  it('of the last day is not deleted by the sweep either', async () => {
    const { events } = await createSqliteStores(db)
    const tomorrow = new Date(Date.now() + day)
    for (const moment of [daysAgo(0.9), daysAgo(0), tomorrow]) {
      await expect(events.deleteBefore(moment, 10)).rejects.toThrow('events of the last day are not deleted')
    }
    expect(count()).toBe(3)
    expect(await events.deleteBefore(daysAgo(1), 10)).toBe(2)
  })

  it('goes with its user', () => {
    run('DELETE FROM users')
    expect(count()).toBe(0)
  })
})

it('the retention has one row', () => {
  expect(() => run('INSERT INTO event_retention (id) VALUES (2)')).toThrow('event_retention_has_one_row')
  expect(() => run('UPDATE event_retention SET deletable_before = ?', daysAgo(0.5).getTime())).toThrow(
    'of the last day',
  )
})
