import type { BrowserMarksCookie } from '@latchkey/api'
import { browserMarkLifetime } from '@latchkey/auth'
import { stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'
import { readCookie } from './authenticate.ts'
import type { CookieSettings } from './cookie-settings.ts'

/**
 * Reads and writes the cookie of browser marks. It is Strict, because only requests of our own pages need it, and it
 * outlives sessions and signing out: it is for the next sign-in.
 */
export function browserMarksCookie(
  req: Request,
  res: Response,
  { browserMarksName: name, secure }: CookieSettings,
): BrowserMarksCookie {
  return {
    marks: readCookie(req, name),
    write(value) {
      const maxAge = browserMarkLifetime / 1000
      const attributes = { httpOnly: true, secure, sameSite: 'strict', path: '/', maxAge } as const
      res.append('Set-Cookie', stringifySetCookie({ name, value, ...attributes }))
    },
  }
}
