import type { ServerResponse } from 'node:http'
import type { TrustedDeviceCookie } from '@latchkey/api'
import { trustedDeviceLifetime } from '@latchkey/auth'
import { stringifySetCookie } from 'cookie'
import type { CookieSettings } from './cookie-settings.ts'

/**
 * Writes the cookie by which a browser is known in which its user is not asked for a second factor. It is Strict, because
 * only requests of our own pages sign in, and it outlives sessions and signing out: it is for the next sign-in.
 */
export function trustedDeviceCookie(
  res: ServerResponse,
  { trustedDeviceName: name, secure }: CookieSettings,
): TrustedDeviceCookie {
  const attributes = { httpOnly: true, secure, sameSite: 'strict', path: '/' } as const
  return {
    write(value) {
      const maxAge = trustedDeviceLifetime / 1000
      res.appendHeader('Set-Cookie', stringifySetCookie({ name, value, ...attributes, maxAge }))
    },
    clear() {
      res.appendHeader('Set-Cookie', stringifySetCookie({ name, value: '', ...attributes, maxAge: 0 }))
    },
  }
}
