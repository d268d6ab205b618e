import type {
  Auth,
  BrowserMarks,
  BrowserSecret,
  Caller,
  ChallengeBrowser,
  EndedSession,
  PasskeyBrowser,
  RequestInfo,
  Session,
  SessionToken,
  SignInAttemptToken,
  TrustedDeviceToken,
} from '@latchkey/auth'

/** The session cookie of an answer. Only the server knows what a cookie is. */
export interface SessionCookie {
  write(token: SessionToken, session: Session): void
  /** Removes the cookie, and has the browser delete everything else that it stores of this app. */
  clear(): void
}

/** The cookie that binds an authorization request at a provider to the browser that started it. */
export interface AuthorizationCookie {
  readonly secret: BrowserSecret | null
  write(secret: BrowserSecret): void
  clear(): void
}

/** The cookie by which a browser is recognised in which a user signed in before. It authenticates nothing. */
export interface BrowserMarksCookie {
  /** What the browser sent, unverified; `null` without one. */
  readonly marks: string | null
  write(marks: BrowserMarks): void
}

/** The cookie by which the browser is known that asked for a mailed code. It authenticates nothing. */
export interface ChallengeCookie {
  readonly browser: ChallengeBrowser | null
  write(browser: ChallengeBrowser): void
}

/** The cookie of a sign-in that waits for its second factor. It authenticates nothing. */
export interface AttemptCookie {
  /** What the browser sent; `null` without one. */
  readonly token: string | null
  write(token: SignInAttemptToken): void
  clear(): void
}

/** The cookie by which a browser is known in which its user is not asked for a second factor. `request` has what it says. */
export interface TrustedDeviceCookie {
  write(token: TrustedDeviceToken): void
  clear(): void
}

/** The cookie by which the browser is known that asked for options of passkeys. It authenticates nothing. */
export interface PasskeyCookie {
  readonly browser: PasskeyBrowser | null
  write(browser: PasskeyBrowser): void
}

/** What every procedure is given: the caller, the request, and the domain. Made once for an HTTP request. */
export interface Context {
  readonly auth: Auth
  readonly request: RequestInfo
  /** Null when the request is not authenticated. */
  readonly caller: Caller | null
  /** True when a session cookie was sent, whether or not it authenticates. */
  readonly hadSessionCookie: boolean
  /** True when an access token authenticated the caller, which then has no cookies. */
  readonly viaToken: boolean
  /** Returns how the session of the cookie ended; `null` when it is live, or when nothing is on record. */
  readonly ending: () => Promise<EndedSession | null>
  readonly sessionCookie: SessionCookie
  readonly authorizationCookie: AuthorizationCookie
  readonly browserMarksCookie: BrowserMarksCookie
  readonly challengeCookie: ChallengeCookie
  readonly attemptCookie: AttemptCookie
  readonly trustedDeviceCookie: TrustedDeviceCookie
  readonly passkeyCookie: PasskeyCookie
  /** Closes the connection of a stream after its final message: a client that has not read it in a moment is cut off. */
  readonly closeSoon: () => void
  /** True when the HTTP request carries this one call and its answer is not streamed: only then can it set a cookie. */
  readonly isSingleCall: boolean
}
