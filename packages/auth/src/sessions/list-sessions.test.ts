import { describe, expect, it } from 'vitest'
import { minute, second } from '../core/duration.ts'
import { aRequest as request } from '../testing/fixtures.ts'
import { testAuth } from '../testing/test-auth.ts'
import { partition } from './list-sessions.ts'

const later = { ...request, ip: '203.0.113.9', requestId: 'request-2' }
const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }

async function signedInTwice() {
  const tested = testAuth()
  const laptop = await tested.auth.passwords.signUp(ada, { request, replaces: null })
  const phone = await tested.auth.passwords.signIn(ada, { request: later, replaces: null })
  return { ...tested, laptop, phone }
}

describe('listing sessions', () => {
  it('returns the calling session, which partition sets apart from the others', async () => {
    const { auth, laptop, phone } = await signedInTwice()
    const { current, others } = partition(await auth.sessions.list(phone), phone.session.id)
    expect(current.id).toBe(phone.session.id)
    expect(others.map((session) => session.id)).toEqual([laptop.session.id])
  })

  it('returns the last use of a session before it is written', async () => {
    const { auth, clock, laptop, phone } = await signedInTwice()
    clock.advance(5 * minute)
    await auth.sessions.authenticate(laptop.token, request)
    const [first] = await auth.sessions.list(phone)
    expect(first).toMatchObject({ id: laptop.session.id, lastSeenAt: clock.now() })
  })

  it('returns the address that a session was last used from, and an unknown one does not replace it', async () => {
    const { auth, clock, laptop, phone } = await signedInTwice()
    clock.advance(second)
    await auth.sessions.authenticate(laptop.token, { ip: '192.0.2.77' })
    const listed = async () => (await auth.sessions.list(phone)).find(({ id }) => id === laptop.session.id)
    expect(await listed()).toMatchObject({ ip: '192.0.2.77', lastSeenAt: clock.now() })
    await auth.sessions.flushActivity()
    expect(await listed()).toMatchObject({ ip: '192.0.2.77' })
    await auth.sessions.authenticate(laptop.token, { ip: null })
    expect(await listed()).toMatchObject({ ip: '192.0.2.77' })
  })
})
