import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AttemptCookie } from '@latchkey/api'
import { signInAttemptLifetime } from '@latchkey/auth'
import { stringifySetCookie } from 'cookie'
import { readCookie } from './read-cookie.ts'
import type { CookieSettings } from './cookie-settings.ts'

/**
 * Reads and writes the cookie of a sign-in that waits for its second factor. It is Strict, because only our own page sends the
 * code, and it lives as long as the attempt.
 */
export function attemptCookie(
  req: IncomingMessage,
  res: ServerResponse,
  { attemptName: name, secure }: CookieSettings,
): AttemptCookie {
  const attributes = { httpOnly: true, secure, sameSite: 'strict', path: '/' } as const
  return {
    get token() {
      return readCookie(req, name)
    },
    write(value) {
      const maxAge = signInAttemptLifetime / 1000
      res.appendHeader('Set-Cookie', stringifySetCookie({ name, value, ...attributes, maxAge }))
    },
    clear() {
      res.appendHeader('Set-Cookie', stringifySetCookie({ name, value: '', ...attributes, maxAge: 0 }))
    },
  }
}
