import { describe, expect, it } from 'vitest'
import { minute, second } from '../core/duration.ts'
import { aRequest as request } from '../testing/fixtures.ts'
import { testAuth } from '../testing/test-auth.ts'
import { defaultSessionPolicy } from './session-lifetime.ts'

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const elsewhere = { ip: '198.51.100.9', userAgent: firefox, hints: null, requestId: 'request-2' }
const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }
const bob = { email: 'bob@example.com', password: 'correct horse battery', name: 'Bob' }

async function signedInTwice() {
  const tested = testAuth()
  const laptop = await tested.auth.passwords.signUp(ada, { request, replaces: null })
  tested.clock.advance(second)
  const phone = await tested.auth.passwords.signIn(ada, { request: elsewhere, replaces: null })
  return { ...tested, laptop, phone }
}

describe('a session that replaces another in its browser', () => {
  it('ends the one before', async () => {
    const { auth, laptop, phone } = await signedInTwice()
    await auth.passwords.signIn(ada, { request, replaces: laptop.session })
    expect(await auth.sessions.authenticate(laptop.token, request)).toBeNull()
    expect(await auth.sessions.list(phone)).toHaveLength(2)
  })

  it('ends the one before although another request gave that a new token meanwhile', async () => {
    const { auth, events, laptop } = await signedInTwice()
    const { token } = await auth.passwords.stepUp(laptop, { password: ada.password }, request)
    const next = await auth.passwords.signIn(ada, { request, replaces: laptop.session })
    expect(await auth.sessions.authenticate(token, request)).toBeNull()
    expect(events.at(-2)).toMatchObject({ type: 'session_ended', endReason: 'replaced', sessionId: next.session.id })
  })

  it('is not named to the other user whose session it replaces', async () => {
    const { auth, laptop, phone } = await signedInTwice()
    await auth.passwords.signUp(bob, { request, replaces: null })
    await auth.passwords.signIn(bob, { request, replaces: laptop.session })
    const { sessions } = await auth.sessions.history(phone, { after: null, limit: 9 })
    expect(sessions).toMatchObject([{ id: laptop.session.id, endReason: 'replaced', endedBy: null }])
    expect(await auth.sessions.ending(laptop.token)).toMatchObject({ endedBy: null })
  })
})

describe('a session beyond the limit of its user', () => {
  it('ends the one that was seen least recently, with its reason and an event', async () => {
    const { auth, clock, events } = testAuth({ sessionPolicy: { ...defaultSessionPolicy, perUser: 2 } })
    const first = await auth.passwords.signUp(ada, { request, replaces: null })
    clock.advance(minute)
    const second_ = await auth.passwords.signIn(ada, { request, replaces: null })
    clock.advance(minute)
    // This use is not written yet, and it counts.
    await auth.sessions.authenticate(first.token, request)
    const third = await auth.passwords.signIn(ada, { request: elsewhere, replaces: null })

    expect(await auth.sessions.authenticate(second_.token, request)).toBeNull()
    for (const { token } of [first, third]) expect(await auth.sessions.authenticate(token, request)).not.toBeNull()
    const ending = await auth.sessions.ending(second_.token)
    expect(ending).toMatchObject({ endReason: 'limit', endedBy: { id: third.session.id } })
    expect(events.map(({ type }) => type).slice(-2)).toEqual(['session_ended', 'signed_in'])
  })

  it('ends others at concurrent sign-ins too', async () => {
    const { auth } = testAuth({ sessionPolicy: { ...defaultSessionPolicy, perUser: 3 } })
    const first = await auth.passwords.signUp(ada, { request, replaces: null })
    const signIns = Array.from({ length: 12 }, () => auth.passwords.signIn(ada, { request, replaces: null }))
    await Promise.all(signIns)
    expect(await auth.sessions.list(first)).toHaveLength(3)
  })
})

it('records whether the device and the network of a session are new for its user', async () => {
  const { auth, laptop, phone } = await signedInTwice()
  const again = await auth.passwords.signIn(ada, { request: elsewhere, replaces: null })
  const flags = [laptop, phone, again].map(({ session: { newDevice, newNetwork } }) => [newDevice, newNetwork])
  expect(flags).toEqual([
    [false, false],
    [true, true],
    [false, false],
  ])
})
