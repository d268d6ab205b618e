import { describe, expect, it } from 'vitest'
import { after, minute, second } from '../../core/duration.ts'
import type { CallCounts, CountedKey } from '../../limits/call-counts.ts'
import { maxClockDifference } from '../../limits/max-clock-difference.ts'
import { start } from '../fixtures.ts'

const window = 15 * minute

function keyOf(name: string, max = 3, kind: CountedKey['kind'] = 'network'): CountedKey {
  return { kind, key: `test:${name}`, max, window }
}

const pointsOf = async (tally: ReturnType<CallCounts['count']>): Promise<readonly number[]> =>
  (await tally).counts.map(({ points }) => points)

const times = <T>(count: number, call: () => Promise<T>): Promise<readonly T[]> =>
  Promise.all(Array.from({ length: count }, call))

/** What everything that counts calls promises. `startCounts` returns the counts of two servers that count together. */
export function describeCallCounts(name: string, startCounts: () => Promise<readonly [CallCounts, CallCounts]>): void {
  describe(`${name} call counts`, () => {
    it('count up to the maximum, and then no more until the window ends', async () => {
      const [one, other] = await startCounts()
      const key = keyOf('a', 2)
      expect(await one.count([key], start)).toEqual({
        isCounted: true,
        counts: [{ points: 1, expiresAt: after(start, window).getTime() }],
      })
      expect(await pointsOf(other.count([key], after(start, second)))).toEqual([2])
      const full = { isCounted: false, counts: [{ points: 2, expiresAt: after(start, window).getTime() }] }
      expect(await one.count([key], after(start, window - 1))).toEqual(full)
      expect(await other.count([key], after(start, window - 1))).toEqual(full)
      expect(await one.count([key], after(start, window))).toMatchObject({ isCounted: true, counts: [{ points: 1 }] })
    })

    it('count a call under every key or under none', async () => {
      const [one, other] = await startCounts()
      const [wide, narrow] = [keyOf('wide', 9), keyOf('narrow', 1)]
      expect(await pointsOf(one.count([wide, narrow], start))).toEqual([1, 1])
      expect(await other.count([wide, narrow], start)).toMatchObject({
        isCounted: false,
        counts: [{ points: 1 }, { points: 1 }],
      })
      expect(await pointsOf(one.count([wide], start))).toEqual([2])
      expect((await one.count([keyOf('never', 0)], start)).isCounted).toBe(false)
    })

    it('count concurrent calls exactly, whatever the order of their keys', async () => {
      const counts = await startCounts()
      const keys = [keyOf('a', 5), keyOf('b', 100)]
      const tallies = await times(
        20,
        (() => {
          let call = 0
          return () => {
            call += 1
            return counts[call % 2 === 0 ? 0 : 1].count(call % 3 === 0 ? keys : keys.toReversed(), start)
          }
        })(),
      )
      expect(tallies.filter(({ isCounted }) => isCounted)).toHaveLength(5)
      const [one] = counts
      expect(await pointsOf(one.count([keyOf('b', 100)], start))).toEqual([6])
    })

    it('give back what was counted, and no more', async () => {
      const [one, other] = await startCounts()
      const key = keyOf('a', 2)
      await times(3, () => one.count([key], start))
      await other.giveBack([key], start)
      expect(await pointsOf(one.count([key], start))).toEqual([2])
      await times(5, () => other.giveBack([key], start))
      await other.giveBack([], start)
      expect(await pointsOf(one.count([key], start))).toEqual([1])
      await one.giveBack([keyOf('never counted')], start)
      expect(await pointsOf(one.count([keyOf('never counted')], start))).toEqual([1])
    })

    it('forget what is counted under a key', async () => {
      const [one, other] = await startCounts()
      const keys = [keyOf('a', 2), keyOf('b', 2)]
      await times(2, () => one.count(keys, start))
      await one.forget([keyOf('a', 2)])
      await one.forget([])
      expect(await pointsOf(one.count([keyOf('a', 2)], start))).toEqual([1])
      expect((await other.count([keyOf('b', 2)], start)).isCounted).toBe(false)
    })

    it('know a key that a call found full without asking, and not beyond its window', async () => {
      const [one] = await startCounts()
      const key = keyOf('a', 1)
      expect(one.peek(key, start)).toBeNull()
      await times(2, () => one.count([key], start))
      expect(one.peek(key, start)).toMatchObject({ points: 1, expiresAt: after(start, window).getTime() })
      expect(one.peek(key, after(start, window))).toBeNull()
    })

    it('begin another window where the clock was set back further than clocks differ', async () => {
      const [one, other] = await startCounts()
      const key = keyOf('a', 9)
      await one.count([key], after(start, maxClockDifference + minute))
      expect(await pointsOf(one.count([key], start))).toEqual([1])
      expect(await pointsOf(other.count([key], after(start, second)))).toEqual([2])
    })

    it('delete what is over', async () => {
      const [one, other] = await startCounts()
      await one.count([keyOf('a'), keyOf('b')], start)
      await one.sweep(after(start, window), 1)
      expect(await pointsOf(other.count([keyOf('a'), keyOf('b')], after(start, window)))).toEqual([1, 1])
      expect(await one.sweep(start, 10)).toBe(0)
    })
  })
}
