import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { after, day } from '../../core/duration.ts'
import type { EventId, SessionId } from '@latchkey/schema'
import { addUser, aUser, start } from '../fixtures.ts'
import { type EventRecord, timePrefix } from '../../events/event-record.ts'

const ada = aUser('ada')
const bob = aUser('bob')

function anEvent(moment: number, changes: Partial<EventRecord> = {}): EventRecord {
  const at = after(start, moment)
  return {
    id: `${timePrefix(at)}-0` as EventId,
    userId: ada.id,
    type: 'signed_in',
    at,
    actor: 'user',
    sessionId: 'session-1' as SessionId,
    device: 'Chrome on macOS',
    ip: '203.0.113.7',
    requestId: 'request-1',
    details: { method: 'password' },
    ...changes,
  }
}

/** What every event store promises implements. */
export function describeEventStore(name: string, createStores: () => Promise<AuthStores>): void {
  const storeWith = async (...events: readonly EventRecord[]): Promise<AuthStores['events']> => {
    const stores = await createStores()
    await addUser(stores, ada)
    await addUser(stores, bob)
    await stores.events.append(events)
    return stores.events
  }
  const all = { userId: ada.id, category: null, before: null, limit: 10 }

  describe(`${name} event store`, () => {
    it('returns every field as it was stored', async () => {
      const bare = { sessionId: null, device: null, ip: null, requestId: null, actor: 'system' } as const
      const target = { id: 'session-2', name: 'Ünïcode ‏שלום' }
      const full = anEvent(1)
      const empty = anEvent(2, { ...bare, type: 'session_ended', details: { target, endReason: 'idle' } })
      const store = await storeWith(full, empty)
      expect(await store.list(all)).toEqual([empty, full])
    })

    it('pages through one user’s events, the latest first', async () => {
      const store = await storeWith(anEvent(1), anEvent(3), anEvent(2), anEvent(4, { userId: bob.id }))
      const first = await store.list({ ...all, limit: 2 })
      expect(first.map(({ at }) => at)).toEqual([after(start, 3), after(start, 2)])
      const rest = await store.list({ ...all, limit: 2, before: first[1]?.id ?? null })
      expect(rest.map(({ at }) => at)).toEqual([after(start, 1)])
    })

    it('finds those of one category', async () => {
      const store = await storeWith(anEvent(1), anEvent(2, { type: 'session_renamed' }), anEvent(3))
      const found = await store.list({ ...all, category: 'session' })
      expect(found.map(({ type }) => type)).toEqual(['session_renamed'])
      expect(await store.list({ ...all, category: 'session', before: found[0]?.id ?? null })).toEqual([])
    })

    it('appends all or none', async () => {
      const store = await storeWith(anEvent(1))
      if (name !== 'memory') {
        await expect(store.append([anEvent(2), anEvent(1)])).rejects.toThrow(/unique/i)
        expect(await store.list(all)).toHaveLength(1)
      }
      await store.append([anEvent(2), anEvent(3)])
      expect(await store.list(all)).toHaveLength(3)
    })

    it('deletes events that are older than a moment, in batches, and no others', async () => {
      const store = await storeWith(anEvent(1), anEvent(2), anEvent(3), anEvent(2 * day))
      expect(await store.deleteBefore(after(start, 3), 1)).toBe(1)
      expect(await store.deleteBefore(after(start, 3), 5)).toBe(1)
      expect(await store.deleteBefore(after(start, 3), 5)).toBe(0)
      expect((await store.list(all)).map(({ at }) => at)).toEqual([after(start, 2 * day), after(start, 3)])
    })
  })
}
