import type { UserId } from '@latchkey/schema'
import { expect, it, onTestFinished, vi } from 'vitest'
import { aChallenge, addSession, addUser, aMail, aSession, aUser, noEvents, start } from '@latchkey/auth/testing'
import { createPostgresStores, listenForSignals } from '../../src/postgres/index.ts'
import { openCuttableWay } from '../../src/testing/cuttable-way.ts'
import { temporaryPostgres } from './temporary-postgres.ts'

const ada = aUser('ada')
const own = aSession('own', ada)
const listeners = 'latchkey signals'
/** A time that a busy machine stays within. */
const waitOptions = { timeout: 15_000, interval: 10 }

/** Listens over a way that a test can silence. `end` ends the sessions of a user, which signals it. */
async function listen({ checkInterval }: { readonly checkInterval: number }) {
  const connections = await temporaryPostgres()
  const stores = createPostgresStores(connections)
  await addUser(stores, ada)
  await addSession(stores, own)
  const way = await openCuttableWay(connections.url)
  const heard: UserId[] = []
  const errors: Error[] = []
  let gaps = 0
  const listener = {
    onSignal: (userId: UserId) => void heard.push(userId),
    onGap: () => void (gaps += 1),
    onError: (error: Error) => void errors.push(error),
  }
  const signals = listenForSignals(way.url, listener, { checkInterval })
  onTestFinished(() => signals.close())
  await vi.waitUntil(() => gaps === 1, waitOptions)
  const ending = { at: start, reason: 'ended_by_user', by: null } as const
  const end = async (): Promise<void> =>
    void (await stores.sessions.endAll({ userId: ada.id, keep: null }, ending, noEvents))
  const rename = (name: string): Promise<unknown> =>
    stores.sessions.rename({ userId: ada.id, id: own.id }, name, start, noEvents)
  const reset = async (): Promise<void> => {
    const { id } = aChallenge('asked')
    await stores.challenges.create(aChallenge('asked'), aMail('mail'))
    const change = { id, now: start, userId: ada.id, passwordHash: 'another', ending }
    await stores.challenges.resetPassword(change, noEvents)
  }
  return { reset, way, heard, errors, gaps: () => gaps, end, rename, close: () => signals.close() }
}

it('listens again after its connection went silent without an error, and says that signals may have been missed', async () => {
  const { way, heard, errors, gaps, rename } = await listen({ checkInterval: 50 })
  way.silence(listeners)
  await rename('missed')
  await vi.waitUntil(() => gaps() === 2, waitOptions)
  expect(way.opened(listeners)).toBe(2)
  expect(errors.map(({ message }) => message)).toEqual(['Query read timeout'])
  expect(heard).toEqual([])
  await rename('heard')
  await vi.waitUntil(() => heard.length > 0, waitOptions)
  expect(heard).toEqual([ada.id])
})

it('tries again until PostgreSQL can be reached', async () => {
  const { way, heard, errors, gaps, end } = await listen({ checkInterval: 10_000 })
  await way.cut()
  await vi.waitUntil(() => errors.length >= 3, waitOptions)
  await way.mend()
  await vi.waitUntil(() => gaps() === 2, waitOptions)
  await end()
  await vi.waitUntil(() => heard.length > 0, waitOptions)
  expect(heard).toEqual([ada.id])
})

it('is told that a reset of the password ended sessions', async () => {
  const { heard, reset } = await listen({ checkInterval: 10_000 })
  await reset()
  await vi.waitUntil(() => heard.length > 0, waitOptions)
  expect(heard).toEqual([ada.id])
})

it('ends soon while its connection is silent', async () => {
  const { way, close } = await listen({ checkInterval: 10_000 })
  way.silence()
  const since = performance.now()
  await close()
  expect(performance.now() - since).toBeLessThan(3000)
})
