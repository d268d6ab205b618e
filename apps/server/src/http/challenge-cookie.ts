import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ChallengeCookie } from '@latchkey/api'
import { parseSecret } from '@latchkey/auth'
import { challengeLifetime } from '@latchkey/schema'
import { stringifySetCookie } from 'cookie'
import { readCookie } from './read-cookie.ts'
import type { CookieSettings } from './cookie-settings.ts'

/**
 * Reads and writes the cookie by which the browser is known that asked for a mail. It is Lax, because the browser may come
 * from a link in a mail, and it lives as long as a code: each mail renews it.
 */
export function challengeCookie(
  req: IncomingMessage,
  res: ServerResponse,
  { challengeName: name, secure }: CookieSettings,
): ChallengeCookie {
  return {
    get browser() {
      return parseSecret<'challenge browser'>(readCookie(req, name))
    },
    write(value) {
      const attributes = {
        httpOnly: true,
        secure,
        sameSite: 'lax',
        path: '/',
        maxAge: challengeLifetime / 1000,
      } as const
      res.appendHeader('Set-Cookie', stringifySetCookie({ name, value, ...attributes }))
    },
  }
}
