import { describe, expect, it } from 'vitest'
import { ada, startTestServer } from '../support/test-server.ts'

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'

describe('smoke test: a user', () => {
  it('signs up, signs in elsewhere, lists both sessions, ends one, and that one is refused on its next request', async () => {
    const server = await startTestServer()
    const laptop = server.visitor()
    const phone = server.visitor({ 'User-Agent': firefox })

    const signedUp = await laptop.mutate('auth.signUp', ada)
    expect(signedUp.body.result.data.user).toMatchObject({ email: 'ada@example.com', name: 'Ada', role: 'user' })
    await phone.mutate('auth.signIn', { email: 'ADA@Example.com', password: ada.password })

    const { current, others } = (await laptop.query('sessions.list')).body.result.data
    expect(current).toMatchObject({ current: true, device: 'script', signInMethod: 'password', ip: '127.0.0.1' })
    expect(others).toHaveLength(1)
    expect(others[0]).toMatchObject({ current: false, name: 'Firefox on Windows', browser: 'Firefox', os: 'Windows' })

    const ended = await laptop.mutate('sessions.end', { id: others[0].id })
    expect(ended.body.result.data).toEqual({ ended: true })
    const refused = await phone.query('sessions.list')
    expect(refused.status).toBe(401)
    expect(refused.body.error.data.reason).toBe('SESSION_ENDED')
    expect((await phone.query('auth.me')).body.result.data).toBeNull()
    expect((await laptop.query('sessions.list')).body.result.data.others).toEqual([])
  })

  it('is refused for a request whose body comes after the session ended', async () => {
    const server = await startTestServer()
    const [laptop, thief] = [server.visitor(), server.visitor()]
    await laptop.mutate('auth.signUp', ada)
    await thief.mutate('auth.signIn', { email: ada.email, password: ada.password })
    const { others } = (await laptop.query('sessions.list')).body.result.data

    const slow = await thief.begin('sessions.endOthers')
    expect((await laptop.mutate('sessions.end', { id: others[0].id })).body.result.data).toEqual({ ended: true })
    const refused = await slow.finish('{}')
    expect(refused).toContain('401')
    expect(refused).toContain('SESSION_ENDED')
    expect((await laptop.query('sessions.list')).status).toBe(200)
  })

  it('signs out: the cookie is deleted, and a copy of the token is refused', async () => {
    const server = await startTestServer()
    const visitor = server.visitor()
    await visitor.mutate('auth.signUp', ada)
    const kept = visitor.cookie
    expect((await visitor.mutate('auth.signOut')).status).toBe(200)
    expect(visitor.cookieNamed('latchkey')).toBeNull()
    expect((await visitor.query('sessions.list')).body.error.data.reason).toBe('NOT_SIGNED_IN')
    visitor.cookie = kept
    expect((await visitor.query('sessions.list')).body.error.data.reason).toBe('SESSION_ENDED')
  })

  it('ends all other sessions, and none of another user', async () => {
    const server = await startTestServer()
    const [laptop, phone, tablet, bob] = [server.visitor(), server.visitor(), server.visitor(), server.visitor()]
    await laptop.mutate('auth.signUp', ada)
    await phone.mutate('auth.signIn', { email: ada.email, password: ada.password })
    await tablet.mutate('auth.signIn', { email: ada.email, password: ada.password })
    await bob.mutate('auth.signUp', { ...ada, email: 'bob@example.com' })

    expect((await laptop.mutate('sessions.endOthers')).body.result.data).toEqual({ ended: 2 })
    expect((await phone.query('sessions.list')).status).toBe(401)
    expect((await tablet.query('sessions.list')).status).toBe(401)
    expect((await laptop.query('sessions.list')).status).toBe(200)
    expect((await bob.query('sessions.list')).status).toBe(200)
  })

  it('changes the password, gets a new cookie, and all other sessions end', async () => {
    const server = await startTestServer()
    const [laptop, phone] = [server.visitor(), server.visitor()]
    await laptop.mutate('auth.signUp', ada)
    await phone.mutate('auth.signIn', { email: ada.email, password: ada.password })
    const before = laptop.cookie
    const input = { currentPassword: ada.password, newPassword: 'another good one' }
    expect((await laptop.mutate('passwords.change', input)).body.result.data).toEqual({ endedSessions: 1 })
    expect(laptop.cookie).not.toBe(before)
    expect((await laptop.query('sessions.list')).status).toBe(200)
    expect((await phone.query('sessions.list')).status).toBe(401)
    laptop.cookie = before
    expect((await laptop.query('sessions.list')).status).toBe(401)
  })

  it('needs a step-up ten minutes after the last one, and gets a new cookie for it', async () => {
    let moment = new Date('2100-01-01T00:00:00Z')
    const server = await startTestServer({ now: () => moment })
    const visitor = server.visitor()
    await visitor.mutate('auth.signUp', ada)
    moment = new Date(moment.getTime() + 10 * 60_000)
    const refused = await visitor.mutate('sessions.endOthers')
    expect(refused.status).toBe(403)
    expect(refused.body.error.data.reason).toBe('SUDO_REQUIRED')

    const before = visitor.cookie
    const steppedUp = await visitor.mutate('auth.stepUp', { password: ada.password })
    expect(steppedUp.body.result.data).toEqual({ sudoUntil: '2100-01-01T00:20:00.000Z' })
    expect(visitor.cookie).not.toBe(before)
    expect((await visitor.mutate('sessions.endOthers')).status).toBe(200)
  })

  it('gets a new cookie at each sign-up, and the session of the planted cookie ends', async () => {
    const server = await startTestServer()
    const [victim, attacker] = [server.visitor(), server.visitor()]
    await attacker.mutate('auth.signUp', { ...ada, email: 'mallory@example.com' })
    const planted = attacker.cookie
    victim.cookie = planted
    await victim.mutate('auth.signUp', ada)
    expect(victim.cookie).not.toBe(planted)
    expect((await attacker.query('auth.me')).body.result.data).toBeNull()
  })

  it('gets an address once in twenty simultaneous sign-ups', async () => {
    const server = await startTestServer()
    const answers = await Promise.all(Array.from({ length: 20 }, () => server.visitor().mutate('auth.signUp', ada)))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    const reasons = answers.flatMap((answer) => answer.body.error?.data.reason ?? [])
    expect(reasons).toEqual(Array.from({ length: 19 }, () => 'EMAIL_TAKEN'))
    const visitor = server.visitor()
    await visitor.mutate('auth.signIn', { email: ada.email, password: ada.password })
    expect((await visitor.query('sessions.list')).body.result.data.others).toHaveLength(1)
  })

  it('gets the same answer for an unknown session id and another user’s', async () => {
    const server = await startTestServer()
    const [visitor, bob] = [server.visitor(), server.visitor()]
    await visitor.mutate('auth.signUp', ada)
    await bob.mutate('auth.signUp', { ...ada, email: 'bob@example.com' })
    const bobs = (await bob.query('sessions.list')).body.result.data.current.id
    const answers = await Promise.all([bobs, 'unknown'].map((id) => visitor.mutate('sessions.end', { id })))
    const [foreign, unknown] = answers.map(({ status, body }) => {
      const { requestId, ...data } = body.error.data
      expect(requestId).toMatch(/^[0-9a-f-]{36}$/)
      return { status, ...body.error, data }
    })
    expect(foreign).toEqual(unknown)
    expect(foreign).toMatchObject({ status: 404, data: { reason: 'SESSION_NOT_FOUND' } })
  })
})

describe('the session token', () => {
  it('is in no body, log line or database, and neither is a password', async () => {
    const server = await startTestServer()
    const visitor = server.visitor()
    const tokens: string[] = []
    const answers = [await visitor.mutate('auth.signUp', ada)]
    tokens.push(visitor.token)
    answers.push(await visitor.query('auth.me'), await visitor.query('sessions.list'))
    answers.push(await visitor.mutate('auth.stepUp', { password: ada.password }))
    tokens.push(visitor.token)
    answers.push(
      await visitor.mutate('passwords.change', { currentPassword: ada.password, newPassword: 'another good one' }),
    )
    tokens.push(visitor.token)
    answers.push(await visitor.mutate('auth.signIn', { email: ada.email, password: 'wrong password' }))
    answers.push(await visitor.query(`auth.me?input=${visitor.token}`))

    expect(new Set(tokens).size).toBe(3)
    const database = await server.databaseBytes()
    expect(database.includes('ada@example.com')).toBe(true)
    expect(server.log.join('')).toContain('signed_up')
    for (const secret of [...tokens, ada.password, 'another good one', 'wrong password']) {
      expect(secret.length).toBeGreaterThan(10)
      expect(database.includes(secret)).toBe(false)
      expect(server.log.join('')).not.toContain(secret)
      for (const answer of answers) expect(answer.text).not.toContain(secret)
    }
  })

  it('can’t be derived from the database', async () => {
    const server = await startTestServer()
    const visitor = server.visitor()
    await visitor.mutate('auth.signUp', ada)
    const words = (await server.databaseBytes()).toString('latin1').match(/[A-Za-z0-9_-]{22,}/g) ?? []
    expect(words.length).toBeGreaterThan(1)
    for (const word of new Set(words.flatMap((found) => [found, found.slice(0, 43), found.slice(-43)]))) {
      visitor.cookie = `latchkey=${word}`
      expect((await visitor.query('auth.me')).body.result.data).toBeNull()
    }
  })
})
