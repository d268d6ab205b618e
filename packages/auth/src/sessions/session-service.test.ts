import { describe, expect, it } from 'vitest'
import type { Caller } from '../caller.ts'
import { day, hour, minute } from '../duration.ts'
import { testAuth } from '../testing-auth.ts'
import type { User } from '../users/user.ts'
import { partition } from './access-service.ts'
import type { IssuedSession } from './session-service.ts'

const client = { ip: '203.0.113.7', userAgent: 'curl/8.5.0', hints: null, requestId: 'request-1' }
const later = { ip: '203.0.113.9', userAgent: 'curl/8.5.0', hints: null, requestId: 'request-2' }

async function signedInTwice() {
  const { auth, clock, events } = testAuth()
  const signUp = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }
  const laptop = await auth.passwords.signUp(signUp, { client, replaces: null })
  const phone = await auth.passwords.signIn(signUp, { client: later, replaces: null })
  const callerOf = ({ session, user }: IssuedSession & { user: User }): Caller => ({ session, user })
  return { auth, clock, events, laptop, phone, asLaptop: callerOf(laptop), asPhone: callerOf(phone) }
}

describe('sessions', () => {
  it('stand for their user until they are ended, by their token alone', async () => {
    const { auth, laptop, phone, asLaptop } = await signedInTwice()
    expect((await auth.sessions.authenticate(phone.token, client))?.user.email).toBe('ada@example.com')
    expect(await auth.sessions.authenticate(phone.session.tokenHash, client)).toBeNull()
    expect(await auth.sessions.authenticate(phone.session.id, client)).toBeNull()
    expect(await auth.access.end(asLaptop, phone.session.id, client)).toBe(true)
    expect(await auth.sessions.authenticate(phone.token, client)).toBeNull()
    expect(await auth.sessions.authenticate(laptop.token, client)).not.toBeNull()
  })

  it('are listed with the calling one apart', async () => {
    const { auth, laptop, phone, asPhone } = await signedInTwice()
    const { current, others } = partition(await auth.access.list(asPhone), phone.session.id)
    expect(current.id).toBe(phone.session.id)
    expect(others.map((session) => session.id)).toEqual([laptop.session.id])
  })

  it('idle out after 12 hours, and use moves that', async () => {
    const { auth, clock, laptop, phone } = await signedInTwice()
    clock.advance(11 * hour)
    expect(await auth.sessions.authenticate(laptop.token, client)).not.toBeNull()
    clock.advance(hour)
    expect(await auth.sessions.authenticate(phone.token, client)).toBeNull()
    expect(await auth.sessions.authenticate(laptop.token, client)).not.toBeNull()
  })

  it('are seen, and not kept alive, by a page that asks while nobody is there', async () => {
    const { auth, clock, laptop, asPhone } = await signedInTwice()
    clock.advance(11 * hour)
    await auth.sessions.authenticate(laptop.token, { ip: null, unattended: true })
    const [first] = await auth.access.list(asPhone)
    expect(first).toMatchObject({ id: laptop.session.id, lastSeenAt: clock.now() })
    clock.advance(hour)
    expect(await auth.sessions.authenticate(laptop.token, client)).toBeNull()
  })

  it('are over after 24 hours however busy', async () => {
    const { auth, clock, laptop } = await signedInTwice()
    for (let hours = 0; hours < 23; hours += 1) {
      clock.advance(hour)
      expect(await auth.sessions.authenticate(laptop.token, client)).not.toBeNull()
    }
    clock.advance(hour)
    expect(await auth.sessions.authenticate(laptop.token, client)).toBeNull()
  })

  it('last for weeks when remembered', async () => {
    const { auth, clock } = testAuth()
    const input = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada', remember: true }
    const { token } = await auth.passwords.signUp(input, { client, replaces: null })
    clock.advance(13 * day)
    expect((await auth.sessions.authenticate(token, client))?.session.remembered).toBe(true)
    clock.advance(14 * day)
    expect(await auth.sessions.authenticate(token, client)).toBeNull()
  })

  it('show when they were last seen before that is written', async () => {
    const { auth, clock, laptop, asPhone } = await signedInTwice()
    clock.advance(5 * minute)
    await auth.sessions.authenticate(laptop.token, client)
    const [first] = await auth.access.list(asPhone)
    expect(first).toMatchObject({ id: laptop.session.id, lastSeenAt: clock.now() })
  })

  it('end another only with a recent proof, which lasts 10 minutes', async () => {
    const { auth, clock, phone, asLaptop } = await signedInTwice()
    clock.advance(10 * minute)
    await expect(auth.access.end(asLaptop, phone.session.id, client)).rejects.toMatchObject({ code: 'SUDO_REQUIRED' })
    await expect(auth.access.endOthers(asLaptop, client)).rejects.toMatchObject({ code: 'SUDO_REQUIRED' })
    expect(await auth.sessions.authenticate(phone.token, client)).not.toBeNull()

    const proved = await auth.passwords.stepUp(asLaptop, { password: 'correct horse battery' }, client)
    const asProved = { ...asLaptop, session: proved.session }
    expect(await auth.access.end(asProved, phone.session.id, client)).toBe(true)
  })

  it('end themselves without one', async () => {
    const { auth, clock, laptop, asLaptop } = await signedInTwice()
    clock.advance(10 * minute)
    expect(await auth.access.end(asLaptop, laptop.session.id, client)).toBe(true)
    expect(await auth.sessions.authenticate(laptop.token, client)).toBeNull()
  })

  it('answer the same to an unknown id and to another user’s', async () => {
    const { auth, asLaptop } = await signedInTwice()
    const input = { email: 'bob@example.com', password: 'correct horse battery', name: 'Bob' }
    const bob = await auth.passwords.signUp(input, { client, replaces: null })
    const foreign = auth.access.end(asLaptop, bob.session.id, client)
    const unknown = auth.access.end(asLaptop, 'unknown', client)
    await expect(foreign).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' })
    await expect(unknown).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' })
    expect(await auth.sessions.authenticate(bob.token, client)).not.toBeNull()
  })

  it('say that one has ended already', async () => {
    const { auth, phone, asLaptop } = await signedInTwice()
    expect(await auth.access.end(asLaptop, phone.session.id, client)).toBe(true)
    expect(await auth.access.end(asLaptop, phone.session.id, client)).toBe(false)
  })

  it('get a new token at a step-up: same session, the old token is dead', async () => {
    const { auth, laptop, asLaptop } = await signedInTwice()
    const proved = await auth.passwords.stepUp(asLaptop, { password: 'correct horse battery' }, client)
    expect(await auth.sessions.authenticate(laptop.token, client)).toBeNull()
    expect((await auth.sessions.authenticate(proved.token, client))?.session.id).toBe(laptop.session.id)
    await expect(auth.passwords.stepUp(asLaptop, { password: 'correct horse battery' }, client)).rejects.toMatchObject({
      code: 'SESSION_ENDED',
    })
  })

  it('are signed out even if they got a new token since the request came in', async () => {
    const { auth, asLaptop } = await signedInTwice()
    const { token } = await auth.passwords.stepUp(asLaptop, { password: 'correct horse battery' }, client)
    await auth.sessions.signOut(asLaptop, client)
    expect(await auth.sessions.authenticate(token, client)).toBeNull()
  })

  it('do not pile up in one browser: signing in again ends the one before', async () => {
    const { auth, laptop, asPhone } = await signedInTwice()
    const input = { email: 'ada@example.com', password: 'correct horse battery' }
    await auth.passwords.signIn(input, { client, replaces: laptop.session })
    expect(await auth.sessions.authenticate(laptop.token, client)).toBeNull()
    expect(await auth.access.list(asPhone)).toHaveLength(2)
  })

  it('do not pile up in one browser either when another of its requests renews the old one meanwhile', async () => {
    const { auth, events, laptop, asLaptop } = await signedInTwice()
    const { token } = await auth.passwords.stepUp(asLaptop, { password: 'correct horse battery' }, client)
    const input = { email: 'ada@example.com', password: 'correct horse battery' }
    const next = await auth.passwords.signIn(input, { client, replaces: laptop.session })
    expect(await auth.sessions.authenticate(token, client)).toBeNull()
    expect(events.at(-2)).toMatchObject({ type: 'session_ended', endReason: 'replaced', sessionId: next.session.id })
  })

  it('of another person that a sign-in replaces are told nothing of that person', async () => {
    const { auth, laptop, asPhone } = await signedInTwice()
    const bob = { email: 'bob@example.com', password: 'correct horse battery', name: 'Bob' }
    await auth.passwords.signUp(bob, { client, replaces: null })
    await auth.passwords.signIn(bob, { client, replaces: laptop.session })
    const { sessions } = await auth.access.history(asPhone, { after: null, limit: 9 })
    expect(sessions).toMatchObject([{ id: laptop.session.id, endReason: 'replaced', endedBy: null }])
    expect(await auth.sessions.findEnded(laptop.token)).toMatchObject({ endedBy: null })
  })

  it('leave an event behind for what happened, and never a secret in one', async () => {
    const { auth, events, laptop, phone, asLaptop, asPhone } = await signedInTwice()
    await auth.access.end(asLaptop, phone.session.id, client)
    await auth.sessions.signOut(asPhone, later)
    await auth.sessions.signOut(asLaptop, later)
    expect(events.map((event) => event.type)).toEqual(['signed_up', 'signed_in', 'session_ended', 'signed_out'])
    const written = JSON.stringify(events)
    for (const { token, session } of [laptop, phone]) {
      expect(written).not.toContain(token)
      expect(written).not.toContain(session.tokenHash)
    }
    expect(written).not.toContain('correct horse')
  })

  it('are put on record by the sweep, with an event, and deleted 90 days after', async () => {
    const { auth, clock, events, asLaptop, asPhone } = await signedInTwice()
    await auth.sessions.signOut(asPhone, later)
    clock.advance(13 * hour)
    await auth.sessions.sweep()
    const history = async () => (await auth.access.history(asLaptop, { after: null, limit: 9 })).sessions
    expect((await history()).map(({ endReason }) => endReason)).toEqual(['idle', 'signed_out'])
    expect(events.at(-1)).toMatchObject({ type: 'session_ended', endReason: 'idle', sessionId: null })
    clock.advance(91 * day)
    await auth.sessions.sweep()
    expect(await history()).toEqual([])
  })
})
