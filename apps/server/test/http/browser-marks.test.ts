import { expect, it } from 'vitest'
import { ada, startTestServer } from '../support/test-server.ts'

const cookieName = 'latchkey-browser'

it('lets a browser sign in that is recognised by its cookie while others are limited, and proves nothing else', async () => {
  const server = await startTestServer({ env: { ATTEMPTS_PER_ACCOUNT: '3' } })
  const home = server.visitor()
  expect((await home.mutate('auth.signUp', ada)).status).toBe(200)
  const signedUpWith = home.cookieNamed(cookieName) ?? ''
  await home.mutate('auth.signOut')
  // Signing out keeps it: it is for the next sign-in.
  expect(home.cookieNamed(cookieName)).toBe(signedUpWith)
  expect((await home.query('auth.me')).body.result.data).toBeNull()
  expect((await home.query('sessions.list')).status).toBe(401)

  // With the sign-up these are the three attempts of the account in this network.
  const stranger = server.visitor()
  for (let times = 0; times < 2; times += 1) {
    expect((await stranger.mutate('auth.signIn', { email: ada.email, password: 'wrong' })).status).toBe(401)
  }
  const marksThatCount: readonly (readonly [string | null, number])[] = [
    [null, 429],
    ['', 429],
    ['junk', 429],
    [`${signedUpWith.slice(0, -2)}__`, 429],
    [`${signedUpWith}; ${cookieName}=${signedUpWith}`, 429],
    [`${'~'.repeat(5000)}${signedUpWith}`, 429],
    [signedUpWith, 200],
  ]
  for (const [marks, status] of marksThatCount) {
    const visitor = server.visitor(marks === null ? {} : { Cookie: `${cookieName}=${marks}` })
    const answer = await visitor.mutate('auth.signIn', { email: ada.email, password: ada.password })
    expect([marks?.slice(0, 90), answer.status]).toEqual([marks?.slice(0, 90), status])
    const isRenewed = answer.headers.getSetCookie().some((cookie) => cookie.startsWith(`${cookieName}=`))
    expect(isRenewed).toBe(status === 200)
  }
  expect(server.log.join('')).not.toContain(signedUpWith)
})

it('renews the cookie of browser marks when the password changes', async () => {
  const server = await startTestServer()
  const visitor = server.visitor()
  await visitor.mutate('auth.signUp', ada)
  const before = visitor.cookieNamed(cookieName)
  const change = { currentPassword: ada.password, newPassword: 'another good one' }
  expect((await visitor.mutate('passwords.change', change)).status).toBe(200)
  expect(visitor.cookieNamed(cookieName)).toMatch(/^[\w.-]{80,90}$/)
  expect(visitor.cookieNamed(cookieName)).not.toBe(before)
})
