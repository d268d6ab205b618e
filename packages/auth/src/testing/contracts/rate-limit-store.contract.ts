import type { UserId } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { after } from '../../core/duration.ts'
import type { EventRecord, FailureEntries } from '../../events/event-record.ts'
import { maxClockDifference } from '../../limits/max-clock-difference.ts'
import type { RateLimitHash } from '../../limits/rate-limit-store.ts'
import { addUser, aUser, start } from '../fixtures.ts'
import { anEvent, eventsOf } from './recorded-events.ts'

const ada = aUser('ada')
const key = (name: string) => name as RateLimitHash
const soon = after(start, 1000)
const later = after(start, 5000)
/** Later than the window of a server whose clock is ahead could end. */
const beyond = after(soon, maxClockDifference + 1)
const noEntries: FailureEntries = { kept: [], discarded: [] }
const keep = (...kept: readonly EventRecord[]): FailureEntries => ({ kept, discarded: [] })
const count = (name: string, expiresAt = soon) => ({ key: key(name), expiresAt })

/** What every store of rate limits promises implements. */
export function describeRateLimitStore(name: string, createStores: () => Promise<AuthStores>): void {
  const storesWithUser = async (): Promise<AuthStores> => {
    const stores = await createStores()
    await addUser(stores, ada)
    return stores
  }

  describe(`${name} rate limit store`, () => {
    it('counts from the first failure to the end of its window, and then begins another', async () => {
      const { rateLimits } = await createStores()
      expect(await rateLimits.find([key('a'), key('b')], start)).toEqual([null, null])
      await rateLimits.add([count('a')], start, noEntries)
      await rateLimits.add([count('a', later), count('b', later)], start, noEntries)
      expect(await rateLimits.find([key('b'), key('a')], start)).toEqual([
        { count: 1, expiresAt: later },
        { count: 2, expiresAt: soon },
      ])
      expect(await rateLimits.find([key('a')], soon)).toEqual([null])
      await rateLimits.add([count('a', later)], soon, noEntries)
      expect(await rateLimits.find([key('a')], soon)).toEqual([{ count: 1, expiresAt: later }])
    })

    it('begins another window where the clock was set back', async () => {
      const { rateLimits } = await createStores()
      await rateLimits.add([count('a', beyond)], soon, noEntries)
      await rateLimits.add([count('a')], start, noEntries)
      await rateLimits.add([count('a')], start, noEntries)
      expect(await rateLimits.find([key('a')], start)).toEqual([{ count: 2, expiresAt: soon }])
    })

    it('goes on with the window of a server whose clock is ahead', async () => {
      const { rateLimits } = await createStores()
      await rateLimits.add([count('a', after(soon, maxClockDifference))], start, noEntries)
      await rateLimits.add([count('a')], start, noEntries)
      expect(await rateLimits.find([key('a')], start)).toEqual([
        { count: 2, expiresAt: after(soon, maxClockDifference) },
      ])
    })

    it('counts every one of concurrent failures', async () => {
      const { rateLimits } = await createStores()
      await Promise.all(Array.from({ length: 20 }, () => rateLimits.add([count('a')], start, noEntries)))
      expect(await rateLimits.find([key('a')], start)).toEqual([{ count: 20, expiresAt: soon }])
    })

    it('stores counts and events together, or neither', async () => {
      const stores = await storesWithUser()
      await stores.rateLimits.add([count('a')], start, keep(anEvent(ada.id)))
      expect(await eventsOf(stores, ada.id)).toEqual(['event-1'])
      if (name === 'memory') return
      await expect(stores.rateLimits.add([count('a'), count('b')], start, keep(anEvent(ada.id)))).rejects.toThrow(
        /unique/i,
      )
      expect(await stores.rateLimits.find([key('a'), key('b')], start)).toEqual([{ count: 1, expiresAt: soon }, null])
    })

    it('counts a failure whose entries are discarded, and keeps none of them', async () => {
      const stores = await storesWithUser()
      const discarded = [anEvent(ada.id), anEvent('no user' as UserId, 'event-2')]
      await stores.rateLimits.add([count('a')], start, { kept: [], discarded })
      expect(await stores.rateLimits.find([key('a')], start)).toEqual([{ count: 1, expiresAt: soon }])
      expect(await eventsOf(stores, ada.id)).toEqual([])
      await stores.rateLimits.add([], start, keep(anEvent(ada.id)))
      expect(await eventsOf(stores, ada.id)).toEqual(['event-1'])
    })

    it('appends events without a count', async () => {
      const stores = await storesWithUser()
      await stores.rateLimits.add([], start, keep(anEvent(ada.id)))
      expect(await eventsOf(stores, ada.id)).toEqual(['event-1'])
    })

    it('deletes the counts that it is told, and no others', async () => {
      const { rateLimits } = await createStores()
      await rateLimits.add([count('a'), count('b'), count('c')], start, noEntries)
      await rateLimits.delete([key('a'), key('c'), key('unknown')])
      expect(await rateLimits.find([key('a'), key('b'), key('c')], start)).toEqual([
        null,
        { count: 1, expiresAt: soon },
        null,
      ])
    })

    it('deletes counts whose window is over, in batches, and no others', async () => {
      const { rateLimits } = await createStores()
      await rateLimits.add([count('a'), count('b'), count('c', later)], start, noEntries)
      expect(await rateLimits.deleteExpired(after(start, 999), 5)).toBe(0)
      expect(await rateLimits.deleteExpired(soon, 1)).toBe(1)
      expect(await rateLimits.deleteExpired(soon, 5)).toBe(1)
      expect(await rateLimits.deleteExpired(soon, 5)).toBe(0)
      expect(await rateLimits.find([key('c')], soon)).toEqual([{ count: 1, expiresAt: later }])
    })
  })
}
