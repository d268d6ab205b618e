import { describe, expect, it, vi } from 'vitest'
import type { Auth } from '../auth.ts'
import type { AuthStores } from '../auth-stores.ts'
import { day } from '../core/duration.ts'
import type { PasswordStore } from '../passwords/password-store.ts'
import type { Caller } from '../sessions/caller.ts'
import { aRequest as request } from '../testing/fixtures.ts'
import { createMemoryStores } from '../testing/memory/memory-stores.ts'
import { testAuth } from '../testing/test-auth.ts'
import type { EventSink } from './event-sink.ts'

const signUp = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }

describe('the timeline', () => {
  it('lists the events of its user in pages, the latest first', async () => {
    const { auth } = testAuth()
    const caller = await auth.passwords.signUp(signUp, { request, replaces: null })
    const wrong = auth.passwords.signIn({ ...signUp, password: 'not this one' }, { request, replaces: null })
    await expect(wrong).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    const phone = await auth.passwords.signIn(signUp, { request, replaces: null })
    await auth.sessions.end(caller, phone.session.id, request)

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

  it('has no event of another user', async () => {
    const { auth } = testAuth()
    await auth.passwords.signUp(signUp, { request, replaces: null })
    const bob = await auth.passwords.signUp({ ...signUp, email: 'bob@example.com' }, { request, replaces: null })
    const { events } = await auth.events.list(bob, { category: null, before: null, limit: 9 })
    expect(events.map(({ userId }) => userId)).toEqual([bob.user.id])
  })

  it('has one entry in a window for attempts that a limit refused', async () => {
    const { auth } = testAuth({ limits: { passwordAttempt: { account: 2, network: 100 } } })
    const caller = await auth.passwords.signUp(signUp, { request, replaces: null })
    for (let tries = 0; tries < 5; tries += 1) {
      const wrong = auth.passwords.signIn({ ...signUp, password: 'not this one' }, { request, replaces: null })
      await expect(wrong).rejects.toThrow(/INVALID_CREDENTIALS|RATE_LIMITED/)
    }
    const { events } = await auth.events.list(caller, { category: 'refused', before: null, limit: 9 })
    expect(events.map(({ details }) => details.cause)).toEqual(['rate_limited', 'wrong_password'])
  })

  it('keeps events for 365 days', async () => {
    const { auth, clock } = testAuth()
    const caller = await auth.passwords.signUp(signUp, { request, replaces: null })
    const count = async () => (await auth.events.list(caller, { category: null, before: null, limit: 9 })).events.length
    clock.advance(365 * day)
    expect(await auth.events.sweep()).toBe(false)
    expect(await count()).toBe(1)
    clock.advance(1)
    await auth.events.sweep()
    expect(await count()).toBe(0)
  })

  it('has no entry for a refusal that can’t be appended: the call is refused as before, and persistFailed is told', async () => {
    const stores: AuthStores = createMemoryStores()
    const add = async () => Promise.reject(new Error('disk full'))
    const failed: unknown[] = []
    const { auth, events } = testAuth({
      stores: { ...stores, rateLimits: { ...stores.rateLimits, add } },
      persistFailed: (lost, cause) =>
        failed.push(
          lost.map(({ type }) => type),
          cause,
        ),
    })
    const caller = await auth.passwords.signUp(signUp, { request, replaces: null })
    const wrong = auth.passwords.signIn({ ...signUp, password: 'not this one' }, { request, replaces: null })
    await expect(wrong).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    expect(await auth.sessions.authenticate(caller.token, request)).not.toBeNull()
    expect(events.map(({ type }) => type)).toEqual(['signed_up', 'sign_in_failed'])
    expect(failed).toEqual([['sign_in_failed'], new Error('disk full')])
    expect(await timelineOf(auth, caller)).toEqual(['signed_up'])
  })

  it('has the events of a change that committed: when the store throws, nothing is stored and nothing is logged', async () => {
    const stores: AuthStores = createMemoryStores()
    const passwords: PasswordStore = {
      ...stores.passwords,
      signIn: async ({ start: { session } }, record) => {
        record({ session, attempt: null, replaced: null, beyondLimit: [] })
        throw new Error('disk full')
      },
    }
    const persistFailed = vi.fn<EventSink['persistFailed']>()
    const { auth, events } = testAuth({ stores: { ...stores, passwords }, persistFailed })
    const caller = await auth.passwords.signUp(signUp, { request, replaces: null })
    await expect(auth.passwords.signIn(signUp, { request, replaces: null })).rejects.toThrow('disk full')
    expect(await auth.sessions.list(caller)).toHaveLength(1)
    expect(await timelineOf(auth, caller)).toEqual(['signed_up'])
    expect(events.map(({ type }) => type)).toEqual(['signed_up'])
    expect(persistFailed).not.toHaveBeenCalled()
  })
})

async function timelineOf({ events }: Auth, caller: Caller): Promise<readonly string[]> {
  const page = await events.list(caller, { category: null, before: null, limit: 9 })
  return page.events.map(({ type }) => type)
}
