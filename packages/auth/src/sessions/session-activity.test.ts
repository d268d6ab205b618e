import { describe, expect, it } from 'vitest'
import { after, minute } from '../duration.ts'
import { createMemoryStores } from '../stores.memory.ts'
import { aSession, aUser, start } from '../testing.ts'
import { SessionActivity } from './session-activity.ts'
import type { SessionStore } from './session-store.ts'

const session = aSession('a', aUser('ada'), {
  idleExpiresAt: after(start, 60 * minute),
  expiresAt: after(start, 60 * minute),
})

async function storeWithSession(): Promise<SessionStore> {
  const { sessions } = createMemoryStores()
  await sessions.insert(session)
  return sessions
}

const writtenTo = async (store: SessionStore): Promise<Date | undefined> =>
  (await store.listLive(session.userId, start))[0]?.lastSeenAt

describe('last seen', () => {
  it('is known at once and written at the flush', async () => {
    const store = await storeWithSession()
    const activity = new SessionActivity(store)
    activity.seen(session, { at: after(start, 2 * minute), ip: session.ip })
    expect(activity.withLastUse(session).lastSeenAt).toEqual(after(start, 2 * minute))
    expect(await writtenTo(store)).toEqual(start)
    await activity.flush()
    expect(await writtenTo(store)).toEqual(after(start, 2 * minute))
  })

  it('is true to the minute: what is closer together is one', async () => {
    const activity = new SessionActivity(await storeWithSession())
    activity.seen(session, { at: after(start, minute - 1), ip: session.ip })
    expect(activity.withLastUse(session).lastSeenAt).toEqual(start)
    activity.seen(session, { at: after(start, minute), ip: session.ip })
    activity.seen(session, { at: after(start, minute + 5), ip: session.ip })
    expect(activity.withLastUse(session).lastSeenAt).toEqual(after(start, minute))
  })

  it('survives a store that refuses, and never overtakes what came later', async () => {
    const store = await storeWithSession()
    let refusing = true
    const activity = new SessionActivity({
      ...store,
      recordSeen: async (seen) => {
        if (!refusing) return store.recordSeen(seen)
        activity.seen(session, { at: after(start, 9 * minute), ip: session.ip })
        throw new Error('disk full')
      },
    })
    activity.seen(session, { at: after(start, 5 * minute), ip: session.ip })
    await expect(activity.flush()).rejects.toThrow('disk full')
    refusing = false
    await activity.flush()
    expect(await writtenTo(store)).toEqual(after(start, 9 * minute))
  })
})
