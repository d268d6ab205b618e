import { expect, it } from 'vitest'
import { takeFirstAnswer } from './take-first-answer.ts'

const url = '/trpc/auth.me?batch=1&input=%7B%7D'

it('the first request takes the answer that is on its way to it, and no later one does', async () => {
  const holder = { latchkeyFirstAnswer: { url, answer: Promise.resolve(new Response('early')) } }
  expect(await (await takeFirstAnswer(url, holder))?.text()).toBe('early')
  expect(takeFirstAnswer(url, holder)).toBeNull()
})

it('an answer to another request is given to none', () => {
  const holder = { latchkeyFirstAnswer: { url, answer: Promise.resolve(new Response('early')) } }
  expect(takeFirstAnswer('/trpc/sessions.list', holder)).toBeNull()
  expect(takeFirstAnswer(url, holder)).toBeNull()
})
