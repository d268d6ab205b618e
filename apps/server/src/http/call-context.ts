import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context } from '@latchkey/api'
import type { Auth } from '@latchkey/auth'
import { attemptCookie } from './attempt-cookie.ts'
import type { Authenticated } from './authenticate.ts'
import { authorizationCookie } from './authorization-cookie.ts'
import { browserMarksCookie } from './browser-marks-cookie.ts'
import { challengeCookie } from './challenge-cookie.ts'
import type { CookieSettings } from './cookie-settings.ts'
import { passkeyCookie } from './passkey-cookie.ts'
import { requestInfo } from './request-info.ts'
import { sessionCookie } from './session-cookie.ts'
import { closeSoon } from './stream-timeouts.ts'
import { trustedDeviceCookie } from './trusted-device-cookie.ts'

export interface CallContextDependencies {
  readonly auth: Auth
  readonly cookies: CookieSettings
}

export interface AuthenticatedRequest {
  readonly req: IncomingMessage & { readonly ip?: string | undefined }
  readonly res: ServerResponse
  readonly found: Authenticated
  /** Whether the request has one call, whose answer is not streamed. */
  readonly isSingleCall: boolean
}

/** Returns what the procedures of a request get. */
export function callContext(
  { auth, cookies }: CallContextDependencies,
  { req, res, found, isSingleCall }: AuthenticatedRequest,
): Context {
  return {
    ...found,
    auth,
    request: requestInfo(req, res, cookies.trustedDeviceName),
    sessionCookie: sessionCookie(res, cookies, auth.now),
    authorizationCookie: authorizationCookie(req, res, cookies),
    browserMarksCookie: browserMarksCookie(req, res, cookies),
    challengeCookie: challengeCookie(req, res, cookies),
    attemptCookie: attemptCookie(req, res, cookies),
    trustedDeviceCookie: trustedDeviceCookie(res, cookies),
    passkeyCookie: passkeyCookie(req, res, cookies),
    closeSoon: () => closeSoon(res),
    isSingleCall,
  }
}
