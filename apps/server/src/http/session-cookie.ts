import type { SessionCookie } from '@latchkey/api'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Response } from 'express'

export interface CookieSettings {
  readonly name: string
  readonly secure: boolean
}

/**
 * `__Host-` binds the cookie to this host and to https (a sibling subdomain can't plant one). Browsers refuse the
 * prefix over plain http, so on localhost, and only there, it goes.
 */
export function cookieSettings(publicUrl: URL): CookieSettings {
  const secure = publicUrl.protocol === 'https:'
  return { name: secure ? '__Host-latchkey' : 'latchkey', secure }
}

/**
 * The value of the session cookie, or `null` without one. Two cookies of the name are as good as none: one of them
 * was planted, and there is no telling which.
 */
export function readSessionCookie(header: string | undefined, name: string): string | null {
  if (header === undefined) return null
  const ours = header.split(';').filter((pair) => pair.split('=', 1)[0]?.trim() === name)
  if (ours.length !== 1) return null
  return parseCookie(ours[0] ?? '')[name] ?? null
}

/** Writes to one answer. A remembered session's cookie lives as long as the session can; another goes with the browser. */
export function sessionCookie(res: Response, { name, secure }: CookieSettings, now: () => Date): SessionCookie {
  const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const
  return {
    write(token, session) {
      const seconds = Math.floor((session.expiresAt.getTime() - now().getTime()) / 1000)
      const lifetime = session.remembered ? { maxAge: Math.max(0, seconds) } : {}
      res.append('Set-Cookie', stringifySetCookie({ name, value: token, ...attributes, ...lifetime }))
    },
    clear() {
      res.append('Set-Cookie', stringifySetCookie({ name, value: '', ...attributes, maxAge: 0 }))
    },
  }
}
