import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BrowserMarksCookie } from '@latchkey/api'
import { browserMarkLifetime } from '@latchkey/auth'
import { stringifySetCookie } from 'cookie'
import { readCookie } from './read-cookie.ts'
import type { CookieSettings } from './cookie-settings.ts'

/**
 * Reads and writes the cookie of browser marks. It is Strict, because only requests of our own pages need it, and it
 * outlives sessions and signing out: it is for the next sign-in.
 */
export function browserMarksCookie(
  req: IncomingMessage,
  res: ServerResponse,
  { browserMarksName: name, secure }: CookieSettings,
): BrowserMarksCookie {
  return {
    get marks() {
      return readCookie(req, name)
    },
    write(value) {
      const maxAge = browserMarkLifetime / 1000
      const attributes = { httpOnly: true, secure, sameSite: 'strict', path: '/', maxAge } as const
      res.appendHeader('Set-Cookie', stringifySetCookie({ name, value, ...attributes }))
    },
  }
}
