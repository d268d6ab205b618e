import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AuthorizationCookie } from '@latchkey/api'
import { authorizationLifetime, parseSecret } from '@latchkey/auth'
import { stringifySetCookie } from 'cookie'
import type { CookieSettings } from './cookie-settings.ts'
import { readCookie } from './read-cookie.ts'

/**
 * Reads, writes and clears the cookie that binds an authorization request to the browser. It is Lax, because the browser
 * comes back from the provider's site, and it lives as long as an authorization request.
 */
export function authorizationCookie(
  req: IncomingMessage,
  res: ServerResponse,
  { authorizationName: name, secure }: CookieSettings,
): AuthorizationCookie {
  const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const
  return {
    get secret() {
      return parseSecret<'browser'>(readCookie(req, name))
    },
    write(value) {
      const maxAge = authorizationLifetime / 1000
      res.appendHeader('Set-Cookie', stringifySetCookie({ name, value, ...attributes, maxAge }))
    },
    clear() {
      res.appendHeader('Set-Cookie', stringifySetCookie({ name, value: '', ...attributes, maxAge: 0 }))
    },
  }
}
