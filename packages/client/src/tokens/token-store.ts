/**
 * The tokens of one sign-in, which each refresh replaces. A program that has them is signed in: store them as safely as
 * a password.
 */
export interface StoredTokens {
  /** The origin of the server that issued them, and the only one that they are sent to: `https://id.example.com`. */
  readonly server: string
  /** The client that they were issued to. */
  readonly clientId: string
  readonly accessToken: string
  /** Good for one refresh. */
  readonly refreshToken: string
  /**
   * From when on the access token is refreshed before it is sent, in milliseconds of this machine's clock. It is
   * counted from the request for the tokens, so the clock need not be right.
   */
  readonly refreshAt: number
  /** The id of the sign-in, which its refreshes keep: a call that one user began is not repeated as another. */
  readonly signIn: string
}

/**
 * What is in a store that is about to be filled anew or emptied: tokens, `null` for nothing, or `'unreadable'` for
 * something that is not tokens.
 */
export type Leftover = StoredTokens | 'unreadable' | null

/**
 * Where the tokens are stored between two calls.
 *
 * @example
 * ```ts
 * import type { StoredTokens, TokenStore } from '@latchkey/client'
 *
 * // A keychain that stores texts by key: declared here, imported in a real program.
 * declare const keychain: {
 *   get(key: string): Promise<string | null>
 *   set(key: string, value: string): Promise<void>
 *   delete(key: string): Promise<void>
 * }
 *
 * const key = 'latchkey'
 * export const keychainTokenStore: TokenStore = {
 *   read: async () => JSON.parse((await keychain.get(key)) ?? 'null') as StoredTokens | null,
 *   write: (tokens) => (tokens === null ? keychain.delete(key) : keychain.set(key, JSON.stringify(tokens))),
 * }
 * ```
 */
export interface TokenStore {
  /**
   * Reads the tokens.
   *
   * @returns the tokens, or `null` if no user is signed in
   * @throws anything if the store can't be read: an error is not a sign-out
   */
  read(): Promise<StoredTokens | null>
  /**
   * Replaces the tokens. Atomic: a concurrent `read` returns the old tokens or the new ones.
   *
   * @param tokens - the new ones, or `null` to remove what is stored
   * @throws anything if they could not be stored
   */
  write(tokens: StoredTokens | null): Promise<void>
  /**
   * Reads what a sign-in is about to replace or a sign-out is about to remove, so that it can be revoked. Needed by a
   * store whose `read` throws for something that can be replaced; if left out, `read` is called.
   *
   * @returns what is stored
   * @throws anything if the store can't be accessed, but not for what is stored in it
   */
  leftover?(): Promise<Leftover>
  /**
   * A name that everything that shares the store has for it, other tabs and workers included. With a name, refreshes,
   * sign-ins and sign-outs take turns by a Web Lock, where there are Web Locks. Without one, only those that share this
   * very object take turns.
   */
  readonly sharedAs?: string
}
