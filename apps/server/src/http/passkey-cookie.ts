import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PasskeyCookie } from '@latchkey/api'
import { parseSecret } from '@latchkey/auth'
import { passkeyChallengeLifetime } from '@latchkey/schema'
import { stringifySetCookie } from 'cookie'
import { readCookie } from './read-cookie.ts'
import type { CookieSettings } from './cookie-settings.ts'

/**
 * Reads and writes the cookie by which the browser is known that asked for options of passkeys. It is Strict, because no link
 * leads into a ceremony: the page that asks is the one that answers. It lives as long as a challenge, and each renews it.
 */
export function passkeyCookie(
  req: IncomingMessage,
  res: ServerResponse,
  { passkeyName: name, secure }: CookieSettings,
): PasskeyCookie {
  return {
    get browser() {
      return parseSecret<'passkey browser'>(readCookie(req, name))
    },
    write(value) {
      const attributes = {
        httpOnly: true,
        secure,
        sameSite: 'strict',
        path: '/',
        maxAge: passkeyChallengeLifetime / 1000,
      } as const
      res.appendHeader('Set-Cookie', stringifySetCookie({ name, value, ...attributes }))
    },
  }
}
