import { describe, expect, it } from 'vitest'
import { after, minute } from '../core/duration.ts'
import { createMemoryStores } from '../testing/memory/memory-stores.ts'
import { addSession, aSession, aUser, start } from '../testing/fixtures.ts'
import { SessionActivity } from './session-activity.ts'
import type { SessionStore } from './session-store.ts'

const session = aSession('a', aUser('ada'), {
  idleExpiresAt: after(start, 60 * minute),
  expiresAt: after(start, 60 * minute),
})

async function storeWithSession(): Promise<SessionStore> {
  const { sessions } = createMemoryStores()
  await addSession({ sessions }, session)
  return sessions
}

const writtenTo = async (store: SessionStore): Promise<Date | undefined> =>
  (await store.listLive(session.userId, start))[0]?.lastSeenAt

describe('the last use of a session', () => {
  it('is returned at once and written by flush', async () => {
    const store = await storeWithSession()
    const activity = new SessionActivity(store)
    activity.note(session, { at: after(start, 2 * minute), ip: session.ip })
    expect(activity.withLastUse(session).lastSeenAt).toEqual(after(start, 2 * minute))
    expect(await writtenTo(store)).toEqual(start)
    await activity.flush()
    expect(await writtenTo(store)).toEqual(after(start, 2 * minute))
  })

  it('is noted at most once in a minute', async () => {
    const activity = new SessionActivity(await storeWithSession())
    activity.note(session, { at: after(start, minute - 1), ip: session.ip })
    expect(activity.withLastUse(session).lastSeenAt).toEqual(start)
    activity.note(session, { at: after(start, minute), ip: session.ip })
    activity.note(session, { at: after(start, minute + 5), ip: session.ip })
    expect(activity.withLastUse(session).lastSeenAt).toEqual(after(start, minute))
  })

  it('is kept when the store throws, and does not replace a later use', async () => {
    const store = await storeWithSession()
    let isRefusing = true
    const activity = new SessionActivity({
      ...store,
      recordSeen: async (sightings) => {
        if (!isRefusing) return store.recordSeen(sightings)
        activity.note(session, { at: after(start, 9 * minute), ip: session.ip })
        throw new Error('disk full')
      },
    })
    activity.note(session, { at: after(start, 5 * minute), ip: session.ip })
    await expect(activity.flush()).rejects.toThrow('disk full')
    isRefusing = false
    await activity.flush()
    expect(await writtenTo(store)).toEqual(after(start, 9 * minute))
  })
})
