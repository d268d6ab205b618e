import { expect, it } from 'vitest'
import { paceRefusal } from './pace-refusals.ts'

function nextTurn(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  setImmediate(resolve)
  return promise
}

it('lets one refusal out in each turn of the event loop, in order', async () => {
  const out: number[] = []
  const all = Array.from({ length: 20 }, (_, n) => paceRefusal().then(() => out.push(n)))
  for (let turns = 1; turns <= 20; turns += 1) {
    await nextTurn()
    expect(out.length).toBeLessThanOrEqual(turns)
  }
  await Promise.all(all)
  expect(out).toEqual(Array.from({ length: 20 }, (_, n) => n))
})

it('lets a single refusal out in the next turn', async () => {
  const out: string[] = []
  void paceRefusal().then(() => out.push('refusal'))
  await nextTurn()
  expect(out).toEqual(['refusal'])
})
