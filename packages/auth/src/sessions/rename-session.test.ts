import { describe, expect, it } from 'vitest'
import { minute } from '../core/duration.ts'
import { aRequest as request } from '../testing/fixtures.ts'
import { testAuth } from '../testing/test-auth.ts'

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const elsewhere = { ip: '198.51.100.9', userAgent: firefox, hints: null, requestId: 'request-2' }
const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }

describe('renaming a session', () => {
  it('gives any session of the caller a name, and requires no step-up', async () => {
    const { auth, clock } = testAuth()
    const laptop = await auth.passwords.signUp(ada, { request, replaces: null })
    const phone = await auth.passwords.signIn(ada, { request: elsewhere, replaces: null })
    clock.advance(11 * minute)
    const renamed = await auth.sessions.rename(laptop, phone.session.id, 'Phone', request)
    expect(renamed).toMatchObject({ id: phone.session.id, givenName: 'Phone', name: 'Firefox on Windows' })
    await expect(auth.sessions.rename(laptop, 'unknown', 'Phone', request)).rejects.toMatchObject({
      code: 'SESSION_NOT_FOUND',
    })
  })

  it('is refused beyond its limit, and a name that the session has already neither counts nor is an event', async () => {
    const { auth, events } = testAuth({ limits: { sessionRename: { user: 3 } } })
    const laptop = await auth.passwords.signUp(ada, { request, replaces: null })
    const { id } = laptop.session
    for (const name of ['One', 'One', 'Two', 'Two', 'Three']) await auth.sessions.rename(laptop, id, name, request)
    await expect(auth.sessions.rename(laptop, id, 'Four', request)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    expect((await auth.sessions.rename(laptop, id, 'Three', request)).givenName).toBe('Three')
    expect(events.filter(({ type }) => type === 'session_renamed')).toHaveLength(3)
  })
})
