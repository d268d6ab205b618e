import { describe, expect, it } from 'vitest'
import { minute } from '../core/duration.ts'
import { aRequest as request } from '../testing/fixtures.ts'
import { testAuth } from '../testing/test-auth.ts'

const later = { ...request, ip: '203.0.113.9', requestId: 'request-2' }
const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }
const bob = { email: 'bob@example.com', password: 'correct horse battery', name: 'Bob' }

async function signedInTwice() {
  const tested = testAuth()
  const laptop = await tested.auth.passwords.signUp(ada, { request, replaces: null })
  const phone = await tested.auth.passwords.signIn(ada, { request: later, replaces: null })
  return { ...tested, laptop, phone }
}

describe('ending sessions', () => {
  it('requires a step-up within 10 minutes to end another session', async () => {
    const { auth, clock, laptop, phone } = await signedInTwice()
    clock.advance(10 * minute)
    const refusal = { code: 'SUDO_REQUIRED' }
    await expect(auth.sessions.end(laptop, phone.session.id, request)).rejects.toMatchObject(refusal)
    await expect(auth.sessions.endOthers(laptop, request)).rejects.toMatchObject(refusal)
    expect(await auth.sessions.authenticate(phone.token, request)).not.toBeNull()

    const { session } = await auth.passwords.stepUp(laptop, { password: ada.password }, request)
    const steppedUp = { user: laptop.user, session }
    expect(await auth.sessions.end(steppedUp, phone.session.id, request)).toBe(true)
  })

  it('requires no step-up to end the calling session', async () => {
    const { auth, clock, laptop } = await signedInTwice()
    clock.advance(10 * minute)
    expect(await auth.sessions.end(laptop, laptop.session.id, request)).toBe(true)
    expect(await auth.sessions.authenticate(laptop.token, request)).toBeNull()
  })

  it('gives the same refusal for an unknown id and for the id of another user’s session', async () => {
    const { auth, laptop } = await signedInTwice()
    const other = await auth.passwords.signUp(bob, { request, replaces: null })
    const foreign = auth.sessions.end(laptop, other.session.id, request)
    const unknown = auth.sessions.end(laptop, 'unknown', request)
    await expect(foreign).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' })
    await expect(unknown).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' })
    expect(await auth.sessions.authenticate(other.token, request)).not.toBeNull()
  })

  it('returns false for a session that has ended already', async () => {
    const { auth, laptop, phone } = await signedInTwice()
    expect(await auth.sessions.end(laptop, phone.session.id, request)).toBe(true)
    expect(await auth.sessions.end(laptop, phone.session.id, request)).toBe(false)
  })

  it('signs out a session that got a new token since the request was authenticated', async () => {
    const { auth, laptop } = await signedInTwice()
    const { token } = await auth.passwords.stepUp(laptop, { password: ada.password }, request)
    await auth.sessions.signOut(laptop, request)
    expect(await auth.sessions.authenticate(token, request)).toBeNull()
  })

  it('records one event for each change, and no secret in an event', async () => {
    const { auth, events, laptop, phone } = await signedInTwice()
    await auth.sessions.end(laptop, phone.session.id, request)
    await auth.sessions.signOut(phone, later)
    await auth.sessions.signOut(laptop, later)
    expect(events.map((event) => event.type)).toEqual(['signed_up', 'signed_in', 'session_ended', 'signed_out'])
    const logged = JSON.stringify(events)
    for (const { token, session } of [laptop, phone]) {
      expect(logged).not.toContain(token)
      expect(logged).not.toContain(session.tokenHash)
    }
    expect(logged).not.toContain('correct horse')
  })
})
