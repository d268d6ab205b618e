import { expect, it } from 'vitest'
import { TurnQueue } from './turn-queue.ts'

/** Resolves in the next turn of the event loop. */
async function nextTurn(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  setImmediate(resolve)
  await promise
}

it('lets one caller go on in each turn, in order', async () => {
  const turns = new TurnQueue()
  const out: number[] = []
  for (let n = 0; n < 5; n += 1) void turns.next().then(() => out.push(n))
  expect(out).toEqual([])
  const seen: number[] = []
  for (let turn = 0; turn < 5; turn += 1) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one turn after the other
    await nextTurn()
    seen.push(out.length)
  }
  expect(seen).toEqual([1, 2, 3, 4, 5])
  expect(out).toEqual([0, 1, 2, 3, 4])
})

it('lets a caller go on in the next turn when no other waits', async () => {
  const turns = new TurnQueue()
  await turns.next()
  let isOn = false
  void turns.next().then(() => (isOn = true))
  await nextTurn()
  expect(isOn).toBe(true)
})
