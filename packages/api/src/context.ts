import type { Auth, BrowserSecret, Caller, ClientInfo, EndedSession, Session, SessionToken } from '@latchkey/auth'

/** How a procedure reaches the cookie of the answer. Only the server knows what a cookie is. */
export interface SessionCookie {
  write(token: SessionToken, session: Session): void
  /** Takes it away, and has the browser forget everything else that it keeps of this app. */
  clear(): void
}

/** The cookie that ties a trip to a provider to the browser that began it. */
export interface TripCookie {
  readonly secret: BrowserSecret | null
  write(secret: BrowserSecret): void
}

/** What every procedure is given: who is calling, from where, and the services. Made once for an HTTP request. */
export interface Context {
  readonly auth: Auth
  readonly client: ClientInfo
  /** Null when nobody is signed in. */
  readonly caller: Caller | null
  /** True when a session cookie came along, whether or not it stood for anyone. */
  readonly hadSessionCookie: boolean
  /** True when the caller came with an access token: there is no cookie jar at the other end. */
  readonly viaToken: boolean
  /** Why the session ended that the cookie stood for; `null` when it is live, or nothing is known of it. */
  readonly findEnded: () => Promise<EndedSession | null>
  readonly sessionCookie: SessionCookie
  readonly tripCookie: TripCookie
  /** The answer, a stream, is over: whoever has not read the rest of it in a moment is cut off. */
  readonly hangUpSoon: () => void
  /** True when the HTTP request carries this one call and its answer is not streamed: only then can it set a cookie. */
  readonly alone: boolean
}
