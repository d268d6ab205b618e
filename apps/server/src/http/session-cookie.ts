import type { SessionCookie, TripCookie } from '@latchkey/api'
import { authorizationLifetime, parseBrowserSecret } from '@latchkey/auth'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'

export interface CookieSettings {
  readonly name: string
  /** Of the cookie that ties a trip to a provider to this browser. */
  readonly tripName: string
  readonly secure: boolean
}

/**
 * `__Host-` binds the cookie to this host and to https (a sibling subdomain can't plant one). Browsers refuse the
 * prefix over plain http, so on localhost, and only there, it goes.
 */
export function cookieSettings(publicUrl: URL): CookieSettings {
  const secure = publicUrl.protocol === 'https:'
  const prefix = secure ? '__Host-' : ''
  return { name: `${prefix}latchkey`, tripName: `${prefix}latchkey-trip`, secure }
}

/**
 * The value of a cookie, or `null` without one. Two cookies of the name are as good as none: one of them
 * was planted, and there is no telling which.
 */
export function readCookie(header: string | undefined, name: string): string | null {
  if (header === undefined) return null
  const ours = header.split(';').filter((pair) => pair.split('=', 1)[0]?.trim() === name)
  if (ours.length !== 1) return null
  return parseCookie(ours[0] ?? '')[name] ?? null
}

/** Lax: the browser comes back from the provider's site. It lives as long as a trip may take. */
export function tripCookie(req: Request, res: Response, { tripName: name, secure }: CookieSettings): TripCookie {
  return {
    secret: parseBrowserSecret(readCookie(req.get('Cookie'), name)),
    write(value) {
      const maxAge = authorizationLifetime / 1000
      const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/', maxAge } as const
      res.append('Set-Cookie', stringifySetCookie({ name, value, ...attributes }))
    },
  }
}

/**
 * What the browser forgets at sign-out beside our cookie. Not `"cookies"`: that would take those of every app on the
 * registrable domain, and sign people out of what is not ours.
 */
const forgotten = '"cache", "storage"'

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
      res.set('Clear-Site-Data', forgotten)
    },
  }
}
