import { describe, expect, it } from 'vitest'
import { day, hour } from '../core/duration.ts'
import { aRequest as request } from '../testing/fixtures.ts'
import { testAuth } from '../testing/test-auth.ts'

const later = { ...request, ip: '203.0.113.9', requestId: 'request-2' }
const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }

async function signedInTwice() {
  const tested = testAuth()
  const laptop = await tested.auth.passwords.signUp(ada, { request, replaces: null })
  const phone = await tested.auth.passwords.signIn(ada, { request: later, replaces: null })
  return { ...tested, laptop, phone }
}

describe('authenticating a session', () => {
  it('finds the user by the token alone, until the session ends', async () => {
    const { auth, laptop, phone } = await signedInTwice()
    expect((await auth.sessions.authenticate(phone.token, request))?.user.email).toBe('ada@example.com')
    expect(await auth.sessions.authenticate(phone.session.tokenHash, request)).toBeNull()
    expect(await auth.sessions.authenticate(phone.session.id, request)).toBeNull()
    expect(await auth.sessions.end(laptop, phone.session.id, request)).toBe(true)
    expect(await auth.sessions.authenticate(phone.token, request)).toBeNull()
    expect(await auth.sessions.authenticate(laptop.token, request)).not.toBeNull()
  })

  it('is refused after 12 idle hours, and a use moves the idle limit', async () => {
    const { auth, clock, laptop, phone } = await signedInTwice()
    clock.advance(11 * hour)
    expect(await auth.sessions.authenticate(laptop.token, request)).not.toBeNull()
    clock.advance(hour)
    expect(await auth.sessions.authenticate(phone.token, request)).toBeNull()
    expect(await auth.sessions.authenticate(laptop.token, request)).not.toBeNull()
  })

  it('notes the use of a page whose user is idle, and does not move the idle limit', async () => {
    const { auth, clock, laptop, phone } = await signedInTwice()
    clock.advance(11 * hour)
    await auth.sessions.authenticate(laptop.token, { ip: null, userIsIdle: true })
    const [first] = await auth.sessions.list(phone)
    expect(first).toMatchObject({ id: laptop.session.id, lastSeenAt: clock.now() })
    clock.advance(hour)
    expect(await auth.sessions.authenticate(laptop.token, request)).toBeNull()
  })

  it('without a use does not move the idle limit: an open tab does not keep its session alive', async () => {
    const { auth, clock, laptop } = await signedInTwice()
    clock.advance(11 * hour)
    expect(await auth.sessions.authenticate(laptop.token, null)).not.toBeNull()
    clock.advance(hour)
    expect(await auth.sessions.authenticate(laptop.token, null)).toBeNull()
  })

  it('is refused after 24 hours however often the session is used', async () => {
    const { auth, clock, laptop } = await signedInTwice()
    for (let hours = 0; hours < 23; hours += 1) {
      clock.advance(hour)
      expect(await auth.sessions.authenticate(laptop.token, request)).not.toBeNull()
    }
    clock.advance(hour)
    expect(await auth.sessions.authenticate(laptop.token, request)).toBeNull()
  })

  it('is refused after 14 idle days when the session is remembered', async () => {
    const { auth, clock } = testAuth()
    const { token } = await auth.passwords.signUp({ ...ada, remember: true }, { request, replaces: null })
    clock.advance(13 * day)
    expect((await auth.sessions.authenticate(token, request))?.session.remembered).toBe(true)
    clock.advance(14 * day)
    expect(await auth.sessions.authenticate(token, request)).toBeNull()
  })
})
