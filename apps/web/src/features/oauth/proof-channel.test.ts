import { expect, it } from 'vitest'
import { announceProof, onProof, openForProof } from './proof-channel.ts'
import { createTestTabNotes } from './testing-tab-notes.ts'

/** What a window opened here starts with. */
function copyOf(notes: ReturnType<typeof createTestTabNotes>) {
  const copy = createTestTabNotes()
  copy.write('latchkey-proof', notes.read('latchkey-proof') ?? '')
  return copy
}

it('only the window that was opened for a question answers it, once', async () => {
  const here = createTestTabNotes()
  let there = createTestTabNotes()
  const { question } = openForProof(() => {
    there = copyOf(here)
    return null
  }, here)
  // A second channel of the name, as another tab has one.
  const other = new BroadcastChannel('latchkey-proof')
  const heard = new Promise((resolve) => other.addEventListener('message', ({ data }) => resolve(data)))
  expect(announceProof(here)).toBe(false)
  expect(announceProof(createTestTabNotes())).toBe(false)
  expect(announceProof(there)).toBe(true)
  expect(announceProof(there)).toBe(false)
  expect(await heard).toBe(question)
  other.close()
})

it('what others say on the channel is no answer unless it is text', async () => {
  const other = new BroadcastChannel('latchkey-proof')
  const answers: string[] = []
  const done = new Promise<void>((resolve) => {
    const stop = onProof((answer) => {
      answers.push(answer)
      stop()
      resolve()
    })
  })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel never leaves its origin
  for (const said of [null, { question: 'x' }, 7, 'answer']) other.postMessage(said)
  await done
  expect(answers).toEqual(['answer'])
  other.close()
})
