import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../auth.ts'
import { day } from '../duration.ts'
import { createMemoryStores } from '../stores.memory.ts'
import { testAuth } from '../testing-auth.ts'

const client = { ip: '203.0.113.7', userAgent: 'curl/8.5.0', hints: null, requestId: 'request-1' }
const signUp = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }

describe('the timeline', () => {
  it('shows a page at a time what happened to its user, the latest first', async () => {
    const { auth } = testAuth()
    const caller = await auth.passwords.signUp(signUp, { client, replaces: null })
    const wrong = auth.passwords.signIn({ ...signUp, password: 'not this one' }, { client, replaces: null })
    await expect(wrong).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    const phone = await auth.passwords.signIn(signUp, { client, replaces: null })
    await auth.access.end(caller, phone.session.id, client)

    const first = await auth.events.list(caller, { category: null, before: null, limit: 3 })
    expect(first.events.map(({ type, actor }) => [type, actor])).toEqual([
      ['session_ended', 'user'],
      ['signed_in', 'user'],
      ['sign_in_failed', 'unknown'],
    ])
    expect(first.events[0]?.details.target).toEqual({ id: phone.session.id, name: 'curl' })
    const rest = await auth.events.list(caller, { category: null, before: first.next, limit: 3 })
    expect(rest.events.map(({ type }) => type)).toEqual(['signed_up'])
    expect(rest.next).toBeNull()
    const refused = await auth.events.list(caller, { category: 'refused', before: null, limit: 3 })
    expect(refused.events.map(({ type }) => type)).toEqual(['sign_in_failed'])
  })

  it('of one user has nothing of another’s', async () => {
    const { auth } = testAuth()
    await auth.passwords.signUp(signUp, { client, replaces: null })
    const bob = await auth.passwords.signUp({ ...signUp, email: 'bob@example.com' }, { client, replaces: null })
    const { events } = await auth.events.list(bob, { category: null, before: null, limit: 9 })
    expect(events.map(({ userId }) => userId)).toEqual([bob.user.id])
  })

  it('notes once in a window that tries were refused', async () => {
    const { auth } = testAuth({ limits: { perAccount: 2, perNetwork: 100, window: 60_000 } })
    const caller = await auth.passwords.signUp(signUp, { client, replaces: null })
    for (let tries = 0; tries < 5; tries += 1) {
      const wrong = auth.passwords.signIn({ ...signUp, password: 'not this one' }, { client, replaces: null })
      await expect(wrong).rejects.toThrow(/INVALID_CREDENTIALS|RATE_LIMITED/)
    }
    const { events } = await auth.events.list(caller, { category: 'refused', before: null, limit: 9 })
    expect(events.map(({ details }) => details.cause)).toEqual(['rate_limited', 'wrong_password'])
  })

  it('reaches back a year', async () => {
    const { auth, clock } = testAuth()
    const caller = await auth.passwords.signUp(signUp, { client, replaces: null })
    const count = async () => (await auth.events.list(caller, { category: null, before: null, limit: 9 })).events.length
    clock.advance(365 * day)
    expect(await auth.events.sweep()).toBe(false)
    expect(await count()).toBe(1)
    clock.advance(1)
    await auth.events.sweep()
    expect(await count()).toBe(0)
  })

  it('that can’t be written stops nothing, and the log says so', async () => {
    const stores: AuthStores = createMemoryStores()
    const full = { ...stores.events, append: async () => Promise.reject(new Error('disk full')) }
    const lost: unknown[] = []
    const { auth, events } = testAuth({
      stores: { ...stores, events: full },
      notKept: (types, cause) =>
        lost.push(
          types.map(({ type }) => type),
          cause,
        ),
    })
    const caller = await auth.passwords.signUp(signUp, { client, replaces: null })
    expect(await auth.sessions.authenticate(caller.token, client)).not.toBeNull()
    expect(events.map(({ type }) => type)).toEqual(['signed_up'])
    expect(lost).toEqual([['signed_up'], new Error('disk full')])
  })
})
