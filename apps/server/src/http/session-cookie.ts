import type { ServerResponse } from 'node:http'
import type { SessionCookie } from '@latchkey/api'
import { stringifySetCookie } from 'cookie'
import type { CookieSettings } from './cookie-settings.ts'

/**
 * What the browser deletes at sign-out beside the cookie. Not `"cookies"`: that would delete those of every app on the
 * registrable domain, and sign users out of other apps.
 */
const clearedAtSignOut = '"cache", "storage"'

/** Writes the session cookie of one answer. That of a remembered session lives as long as the session; another ends with the browser. */
export function sessionCookie(
  res: ServerResponse,
  { sessionName: name, secure }: CookieSettings,
  now: () => Date,
): SessionCookie {
  const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const
  return {
    write(token, session) {
      const seconds = Math.floor((session.expiresAt.getTime() - now().getTime()) / 1000)
      const lifetime = session.remembered ? { maxAge: Math.max(0, seconds) } : {}
      res.appendHeader('Set-Cookie', stringifySetCookie({ name, value: token, ...attributes, ...lifetime }))
    },
    clear() {
      res.appendHeader('Set-Cookie', stringifySetCookie({ name, value: '', ...attributes, maxAge: 0 }))
      res.setHeader('Clear-Site-Data', clearedAtSignOut)
    },
  }
}
