import type { SessionId } from '@latchkey/schema'
import { addSession, addUser, aSession, aUser, start, tokenHash } from '@latchkey/auth/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { closeDatabase, createSqliteStores, openDatabase, type SqliteDatabase } from '../src/sqlite/index.ts'
import { LiveSessions } from '../src/sqlite/stores/live-sessions.ts'
import { temporaryDatabase } from './temporary-database.ts'

const ada = aUser('ada')
const byToken = tokenHash('a')
const byId = { id: 'a' as SessionId, userId: ada.id }

interface Opened {
  readonly live: LiveSessions
  /** Another connection, as another process has it. */
  readonly beside: SqliteDatabase
  /** What was read since the last call. */
  readonly takeStatements: () => readonly string[]
}

/** Opens a database with the sessions a and b of one user, and remembers a. */
async function openRemembered({ max = 10 } = {}): Promise<Opened> {
  const beside = temporaryDatabase()
  const stores = await createSqliteStores(beside)
  await addUser(stores, ada)
  await addSession(stores, aSession('a', ada))
  await addSession(stores, aSession('b', ada))
  let statements: string[] = []
  const db = openDatabase(beside.$client.name, (statement) => statements.push(statement))
  onTestFinished(() => closeDatabase(db))
  const live = new LiveSessions(db, max)
  expect(live.findByToken(byToken, start)).toMatchObject({ session: { id: 'a' }, user: { id: ada.id, role: 'user' } })
  const takeStatements = (): readonly string[] => {
    const taken = statements
    statements = []
    return taken
  }
  takeStatements()
  return { live, beside, takeStatements }
}

describe('a live session that is remembered', () => {
  it('is read as its version alone, by its token and by its id', async () => {
    const { live, takeStatements } = await openRemembered()
    const found = live.findByToken(byToken, start)
    expect(live.findById(byId, start)).toBe(found)
    expect(takeStatements()).toHaveLength(2)
  })

  it.each([
    ['the role of its user', "UPDATE users SET role = 'admin'", { user: { role: 'admin' } }],
    ['the name of its user', "UPDATE users SET name = 'Grace'", { user: { name: 'Grace' } }],
    ['its name', "UPDATE sessions SET given_name = 'Laptop'", { session: { givenName: 'Laptop' } }],
    ['its last use', "UPDATE sessions SET ip = '198.51.100.1'", { session: { ip: '198.51.100.1' } }],
    ['its step-up', 'UPDATE sessions SET sudo_until = 7', { session: { stepUpUntil: new Date(7) } }],
  ])('is read again after another process has changed %s', async (_what, statement, expected) => {
    const { live, beside } = await openRemembered()
    beside.$client.exec(statement)
    expect(live.findByToken(byToken, start)).toMatchObject(expected)
    expect(live.findById(byId, start)).toMatchObject(expected)
  })

  it.each([
    ['ended it', "UPDATE sessions SET ended_at = 1, end_reason = 'ended_by_user', token_hash = NULL"],
    ['let it expire', 'UPDATE sessions SET idle_expires_at = 1'],
    ['deleted it', "DELETE FROM sessions WHERE id = 'a'"],
    ['deleted its user', 'DELETE FROM users'],
  ])('is not found after another process has %s', async (_what, statement) => {
    const { live, beside } = await openRemembered()
    beside.$client.exec(statement)
    expect(live.findByToken(byToken, start)).toBeNull()
    expect(live.findById(byId, start)).toBeNull()
  })

  it('is not found by the token that it had before', async () => {
    const { live, beside } = await openRemembered()
    beside.$client.exec("UPDATE sessions SET token_hash = x'ab' WHERE id = 'a'")
    expect(live.findByToken(byToken, start)).toBeNull()
    expect(live.findById(byId, start)?.session.tokenHash).toBe('qw')
  })

  it('is not found for another user, and not once its time is over', async () => {
    const { live } = await openRemembered()
    expect(live.findById({ ...byId, userId: aUser('bob').id }, start)).toBeNull()
    const { idleExpiresAt } = aSession('a', ada)
    expect(live.findByToken(byToken, idleExpiresAt)).toBeNull()
  })

  it('is forgotten when more are remembered than there is room for', async () => {
    const { live, takeStatements } = await openRemembered({ max: 1 })
    live.findByToken(tokenHash('b'), start)
    takeStatements()
    expect(live.findByToken(byToken, start)?.session.id).toBe('a')
    expect(takeStatements()).toHaveLength(2)
  })
})
