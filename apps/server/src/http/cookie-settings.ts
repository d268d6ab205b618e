export interface CookieSettings {
  readonly sessionName: string
  /** Of the cookie that binds an authorization request at a provider to this browser. */
  readonly authorizationName: string
  /** Of the cookie by which a browser is recognised at its next sign-in. */
  readonly browserMarksName: string
  /** Of the cookie by which the browser is known that asked for a mailed code. */
  readonly challengeName: string
  /** Of the cookie of a sign-in that waits for its second factor. */
  readonly attemptName: string
  /** Of the cookie by which a browser is known in which its user is not asked for a second factor. */
  readonly trustedDeviceName: string
  /** Of the cookie by which the browser is known that asked for options of passkeys. */
  readonly passkeyName: string
  readonly secure: boolean
}

/**
 * Returns the names of the cookies. `__Host-` binds a cookie to this host and to https, so that a sibling subdomain can't
 * plant one. Browsers refuse the prefix over plain http, so it is left out on localhost, and only there.
 */
export function cookieSettings(publicUrl: URL): CookieSettings {
  const secure = publicUrl.protocol === 'https:'
  const prefix = secure ? '__Host-' : ''
  return {
    sessionName: `${prefix}latchkey`,
    authorizationName: `${prefix}latchkey-trip`,
    browserMarksName: `${prefix}latchkey-browser`,
    challengeName: `${prefix}latchkey-challenge`,
    attemptName: `${prefix}latchkey-attempt`,
    trustedDeviceName: `${prefix}latchkey-trusted`,
    passkeyName: `${prefix}latchkey-passkey`,
    secure,
  }
}
