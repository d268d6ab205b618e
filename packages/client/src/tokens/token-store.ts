/** What a sign-in left behind, and every refresh replaces. Whoever has it is signed in: keep it where passwords are kept. */
export interface StoredTokens {
  /** Where they may be sent: `https://id.example.com`. */
  readonly server: string
  /** For whom the server gave them out. */
  readonly clientId: string
  readonly accessToken: string
  /** Good for one refresh. */
  readonly refreshToken: string
  /**
   * From when on the access token is renewed before it is used, in milliseconds of this machine's own clock. Whether that
   * clock is right does not matter: it is counted from when the tokens were asked for.
   */
  readonly refreshAt: number
  /** Tells one sign-in from the next: what was asked as one user is never asked again as another. */
  readonly signIn: string
}

/** What is in a store that is about to be filled anew or emptied; `'unreadable'`: something, but no tokens. */
export type Leftover = StoredTokens | 'unreadable' | null

/**
 * Where the tokens are between two calls. `write` is all or nothing: whoever reads meanwhile gets the old tokens or the
 * new ones. A store that can't be read throws; `null` says that nobody is signed in.
 */
export interface TokenStore {
  read(): Promise<StoredTokens | null>
  /** `null` takes them away. */
  write(tokens: StoredTokens | null): Promise<void>
  /**
   * What is there, for whoever signs in over it or out, and revokes what can be made out. Throws only when the store
   * can't be got at, never about what is in it: that goes anyway. For a store whose `read` is more particular; where this
   * is left out, `read` is asked.
   */
  leftover?(): Promise<Leftover>
  /**
   * A name that everyone who shares the store has for it, other tabs and workers included: what is done under it is done
   * by one at a time, where there are Web Locks. Without one, those who share this object take turns.
   */
  readonly sharedAs?: string
}
