import { expect, it } from 'vitest'
import { day, hour } from '../core/duration.ts'
import { aRequest as request } from '../testing/fixtures.ts'
import { testAuth } from '../testing/test-auth.ts'

const later = { ...request, ip: '203.0.113.9', requestId: 'request-2' }
const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }

it('records that time has ended a session, with an event, and deletes ended sessions after 90 days', async () => {
  const { auth, clock, events } = testAuth()
  const laptop = await auth.passwords.signUp(ada, { request, replaces: null })
  const phone = await auth.passwords.signIn(ada, { request: later, replaces: null })
  await auth.sessions.signOut(phone, later)
  clock.advance(13 * hour)
  await auth.sessions.sweep()
  const history = async () => (await auth.sessions.history(laptop, { after: null, limit: 9 })).sessions
  expect((await history()).map(({ endReason }) => endReason)).toEqual(['idle', 'signed_out'])
  expect(events.at(-1)).toMatchObject({ type: 'session_ended', endReason: 'idle', sessionId: null })
  clock.advance(91 * day)
  await auth.sessions.sweep()
  expect(await history()).toEqual([])
})
