import type { Session } from '@latchkey/auth'
import { addSession, addUser, aSession, aUser, noEvents, start } from '@latchkey/auth/testing'
import { beforeEach, expect, it } from 'vitest'
import { createSqliteStores, type SqliteDatabase } from '../src/sqlite/index.ts'
import { temporaryDatabase } from './temporary-database.ts'

const ada = aUser('ada')
const bob = aUser('bob')
const onPhone: Partial<Session> = { name: 'Safari on iPhone', device: 'mobile', deviceFamily: 'Safari/iOS/mobile' }

let db: SqliteDatabase
let stores: Awaited<ReturnType<typeof createSqliteStores>>

beforeEach(async () => {
  db = temporaryDatabase()
  stores = await createSqliteStores(db)
  await addUser(stores, ada)
  await addUser(stores, bob)
})

function profiles(): unknown[] {
  return db.$client.prepare('SELECT name, sessions FROM session_profiles ORDER BY name').all()
}

async function endAndDelete(session: Session): Promise<void> {
  await stores.sessions.end(session, { at: start, reason: 'signed_out', by: null }, noEvents)
  await stores.sessions.deleteEndedBefore(new Date(start.getTime() + 1), 10)
}

it('is stored once for the sessions that have it, and deleted with the last of them', async () => {
  const [one, other] = [aSession('one', ada, onPhone), aSession('other', bob, onPhone)]
  await addSession(stores, one)
  await addSession(stores, other)
  await addSession(stores, aSession('laptop', ada))
  expect(profiles()).toEqual([
    { name: 'Chrome on macOS', sessions: 1 },
    { name: 'Safari on iPhone', sessions: 2 },
  ])
  await endAndDelete(one)
  expect(profiles()).toContainEqual({ name: 'Safari on iPhone', sessions: 1 })
  await endAndDelete(other)
  expect(profiles()).toEqual([{ name: 'Chrome on macOS', sessions: 1 }])
})

it.each<[string, Partial<Session>]>([
  ['client', { kind: 'client', clientId: 'cli' }],
  ['way to sign in', { signInMethod: 'oauth:acme' }],
  ['name', { name: 'Chrome on Chromebook' }],
  ['browser', { browser: null }],
  ['system', { os: null }],
  ['device class', { device: 'unknown' }],
  ['device family', { deviceFamily: '' }],
])('is another for another %s', async (_what, changes) => {
  await addSession(stores, aSession('one', ada))
  await addSession(stores, aSession('other', ada, changes))
  expect(profiles()).toHaveLength(2)
  expect(await stores.sessions.listLive(ada.id, start)).toContainEqual(aSession('other', ada, changes))
})

it('is deleted with a user whose sessions alone had it', async () => {
  await addSession(stores, aSession('phone', ada, onPhone))
  await addSession(stores, aSession('laptop', bob))
  db.$client.prepare('DELETE FROM users WHERE id = ?').run(ada.id)
  expect(profiles()).toEqual([{ name: 'Chrome on macOS', sessions: 1 }])
})

it('is kept, and no longer counted, once a thousand sessions had it', async () => {
  const [one, other] = [aSession('one', ada), aSession('other', ada)]
  await addSession(stores, one)
  db.$client.exec('UPDATE session_profiles SET sessions = 999')
  await addSession(stores, other)
  expect(profiles()).toEqual([{ name: 'Chrome on macOS', sessions: 1000 }])
  await endAndDelete(one)
  await endAndDelete(other)
  expect(profiles()).toEqual([{ name: 'Chrome on macOS', sessions: 1000 }])
})
