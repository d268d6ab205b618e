import type { AuthorizationCookie } from '@latchkey/api'
import { authorizationLifetime, parseSecret } from '@latchkey/auth'
import { stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'
import type { CookieSettings } from './cookie-settings.ts'
import { readCookie } from './authenticate.ts'

/**
 * Reads, writes and clears the cookie that binds an authorization request to the browser. It is Lax, because the browser
 * comes back from the provider's site, and it lives as long as an authorization request.
 */
export function authorizationCookie(
  req: Request,
  res: Response,
  { authorizationName: name, secure }: CookieSettings,
): AuthorizationCookie {
  const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const
  return {
    secret: parseSecret<'browser'>(readCookie(req, name)),
    write(value) {
      const maxAge = authorizationLifetime / 1000
      res.append('Set-Cookie', stringifySetCookie({ name, value, ...attributes, maxAge }))
    },
    clear() {
      res.append('Set-Cookie', stringifySetCookie({ name, value: '', ...attributes, maxAge: 0 }))
    },
  }
}
