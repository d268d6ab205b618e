import { expect, it } from 'vitest'
import { createTestEntries } from '../storage/testing-storage-entries.ts'
import { announceStepUp, onStepUpAnnounced, openForStepUp } from './step-up-channel.ts'

/** The entries that a window opened here starts with. */
function copyOf(entries: ReturnType<typeof createTestEntries>) {
  const copy = createTestEntries()
  copy.write('latchkey-step-up', entries.read('latchkey-step-up') ?? '')
  return copy
}

it('only the window that was opened for a request announces it, once', async () => {
  const here = createTestEntries()
  let there = createTestEntries()
  const { requestId } = openForStepUp(() => {
    there = copyOf(here)
    return null
  }, here)
  // A second channel of the name, as another tab has one.
  const other = new BroadcastChannel('latchkey-step-up')
  const received = new Promise((resolve) => other.addEventListener('message', ({ data }) => resolve(data)))
  expect(announceStepUp(here)).toBe(false)
  expect(announceStepUp(createTestEntries())).toBe(false)
  expect(announceStepUp(there)).toBe(true)
  expect(announceStepUp(there)).toBe(false)
  expect(await received).toBe(requestId)
  other.close()
})

it('ignores messages of the channel that are not text', async () => {
  const other = new BroadcastChannel('latchkey-step-up')
  const announced: string[] = []
  const done = new Promise<void>((resolve) => {
    const stop = onStepUpAnnounced((requestId) => {
      announced.push(requestId)
      stop()
      resolve()
    })
  })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel never leaves its origin
  for (const message of [null, { question: 'x' }, 7, 'answer']) other.postMessage(message)
  await done
  expect(announced).toEqual(['answer'])
  other.close()
})
