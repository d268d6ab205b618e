import { expect, it } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { productionEnv } from '../support/production-env.ts'
import { ada } from '../support/test-server.ts'

/** What a browser keeps of a cookie, its name and attributes included; a longer one is dropped (RFC 6265bis §5.6). */
const maxCookieBytes = 4096

it('every cookie over https is short, and bound to this host, to https and to HTTP (OWASP ASVS 5.0, 3.3)', async () => {
  const server = await startBuiltServer({
    env: { ...productionEnv, GITHUB_CLIENT_ID: 'client', GITHUB_CLIENT_SECRET: 'not-a-secret' },
  })
  const visitor = server.visitor()
  const provider = { provider: 'github', returnTo: `/${'a'.repeat(2000)}` }
  const calls: readonly (readonly [path: string, input: unknown])[] = [
    ['auth.signUp', { ...ada, remember: true }],
    ['auth.stepUp', { password: ada.password }],
    ['passkeys.signInOptions', undefined],
    ['passwords.change', { currentPassword: ada.password, newPassword: 'another good one' }],
    ['oauth.link', provider],
    ['auth.signOut', {}],
    ['auth.signIn', { email: ada.email, password: 'another good one' }],
    ['oauth.authorize', { ...provider, remember: true }],
    ['sessions.endAll', {}],
  ]
  const names = new Set<string>()
  for (const [path, input] of calls) {
    const { status, headers } = await visitor.mutate(path, input)
    // Where a password is accepted, the browser is marked too; a sign-out gives up an open authorization request.
    const setsTwo = ['auth.signUp', 'auth.signIn', 'passwords.change', 'auth.signOut', 'sessions.endAll']
    const count = setsTwo.includes(path) ? 2 : 1
    expect([path, status, headers.getSetCookie().length]).toEqual([path, 200, count])
    for (const cookie of headers.getSetCookie()) {
      const name = cookie.split('=', 1)[0] ?? ''
      names.add(name)
      const sameSite = /-(?:browser|passkey)$/.test(name) ? 'Strict' : 'Lax'
      expect(cookie).toMatch(/^__Host-[a-z-]+=[\w.-]*; (Max-Age=\d+; )?Path=\/; HttpOnly; Secure; SameSite=\w+$/)
      expect(cookie).toContain(`SameSite=${sameSite}`)
      expect(Buffer.byteLength(cookie)).toBeLessThan(maxCookieBytes)
    }
  }
  expect([...names].toSorted()).toEqual([
    '__Host-latchkey',
    '__Host-latchkey-browser',
    '__Host-latchkey-passkey',
    '__Host-latchkey-trip',
  ])
})
