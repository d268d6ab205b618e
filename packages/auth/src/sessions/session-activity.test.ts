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

  it('is written in portions, and a portion that failed and those after it with the next flush', async () => {
    const portions: number[] = []
    let isRefusing = false
    const activity = new SessionActivity({
      ...(await storeWithSession()),
      recordSeen: async (sightings) => {
        if (isRefusing) throw new Error('disk full')
        portions.push(sightings.size)
        isRefusing = portions.length === 2
      },
    })
    for (let n = 0; n < 600; n += 1) {
      activity.note(aSession(`s${n}`, aUser(`user-${n}`)), { at: after(start, 2 * minute), ip: null })
    }
    await expect(activity.flush()).rejects.toThrow('disk full')
    isRefusing = false
    await activity.flush()
    await activity.flush()
    expect(portions).toEqual([250, 250, 100])
  })

  it('is unwritten until the store has written it, and while it waits', async () => {
    const store = await storeWithSession()
    const written = Promise.withResolvers<void>()
    const activity = new SessionActivity({ ...store, recordSeen: () => written.promise })
    activity.note(session, { at: after(start, 2 * minute), ip: session.ip })
    const flushed = activity.flush()
    expect([...activity.unwrittenOf(session.userId).keys()]).toEqual([session.id])
    written.resolve()
    await flushed
    expect(activity.unwrittenOf(session.userId).size).toBe(0)
  })

  it('stays to be written where a later one came while an earlier one was written', async () => {
    const activity = new SessionActivity(await storeWithSession())
    activity.note(session, { at: after(start, 2 * minute), ip: session.ip })
    const written = new Map(activity.unwrittenOf(session.userId))
    activity.note(session, { at: after(start, 4 * minute), ip: session.ip })
    activity.forget(session.userId, written)
    expect(activity.unwrittenOf(session.userId).get(session.id)?.at).toEqual(after(start, 4 * minute))
    activity.forget(session.userId, new Map(activity.unwrittenOf(session.userId)))
    expect(activity.unwrittenOf(session.userId).size).toBe(0)
  })
})
