import type { ErrorReason } from '@latchkey/schema'
import type { Connection } from '../connection.ts'
import { reasonOf } from '../reason-of.ts'
import { toStoredTokens } from './issued-tokens.ts'
import { refreshTokens } from './refresh-tokens.ts'
import type { StoredTokens } from './token-store.ts'

/** The reasons after which a refresh token can't be used again. */
const finalReasons: ReadonlySet<ReturnType<typeof reasonOf>> = new Set<ErrorReason>([
  'SESSION_ENDED',
  'INVALID_REFRESH_TOKEN',
  'REFRESH_TOKEN_REUSED',
])

/** The tokens in one store, refreshed once for all calls that need it, and removed once they can't be used again. */
export class SessionTokens {
  readonly #connection: Connection
  #refreshing: Promise<StoredTokens | null> | null = null

  /** @param connection - whose store is read and written */
  constructor(connection: Connection) {
    this.#connection = connection
  }

  /**
   * Reads the tokens that the next request is sent with, and refreshes them first if they expire soon.
   *
   * @returns the tokens, or `null` if no user is signed in
   * @throws {TRPCClientError} `SESSION_ENDED`, `INVALID_REFRESH_TOKEN` or `REFRESH_TOKEN_REUSED`; the tokens are
   * removed
   */
  async current(): Promise<StoredTokens | null> {
    const { tokenStore, now } = this.#connection
    const held = await tokenStore.read()
    if (held === null || now().getTime() < held.refreshAt) return held
    try {
      const next = await this.#refreshOnce(held)
      // Another user may have signed in meanwhile. The call is not theirs: it is sent with the old token, and refused.
      return next === null || next.signIn === held.signIn ? next : held
    } catch (error) {
      if (isFinal(error)) throw error
      // The refresh was early, so the old token may still be valid: the server decides.
      return held
    }
  }

  /**
   * Finds the tokens that a refused request is sent with again. They are always of the same sign-in: what one user
   * began is not done as another.
   *
   * @param sent - the tokens that the server refused
   * @param reason - why
   * @returns other tokens, or `null` if the request is not to be repeated
   * @throws {TRPCClientError} without a reason if no response came; `INVALID_REFRESH_TOKEN`, `REFRESH_TOKEN_REUSED` or
   * `SESSION_ENDED`, and then the tokens are removed
   */
  async replacementFor(sent: StoredTokens, reason: ErrorReason | null): Promise<StoredTokens | null> {
    if (reason === 'SESSION_ENDED') {
      await this.#connection.withLock(() => this.#remove(sent))
      return null
    }
    if (reason !== 'INVALID_TOKEN') return null
    const next = await this.#refreshOnce(sent)
    return next?.signIn === sent.signIn ? next : null
  }

  /** Callers that come while a refresh is under way share its result. */
  #refreshOnce(stale: StoredTokens): Promise<StoredTokens | null> {
    this.#refreshing ??= this.#connection
      .withLock(() => this.#refresh(stale))
      .finally(() => {
        this.#refreshing = null
      })
    return this.#refreshing
  }

  async #refresh(stale: StoredTokens): Promise<StoredTokens | null> {
    const { tokenStore, now } = this.#connection
    // Another tab may have had the lock before this one, and have refreshed them.
    const held = await tokenStore.read()
    if (held === null || held.accessToken !== stale.accessToken) return held
    const requestedAt = now()
    const issued = await refreshTokens(this.#connection, held.refreshToken).catch(async (error: unknown) => {
      if (isFinal(error)) await this.#remove(held)
      throw error
    })
    // Another process does not see the lock. If it signed out or refreshed meanwhile, what it wrote is newer.
    const found = await tokenStore.read()
    if (found?.refreshToken !== held.refreshToken) return found
    const refreshed = toStoredTokens(this.#connection, issued, { requestedAt, signIn: held.signIn })
    await tokenStore.write(refreshed)
    return refreshed
  }

  /** Removes tokens that were refused, unless newer ones have replaced them in the store. */
  async #remove(refused: StoredTokens): Promise<void> {
    const { tokenStore } = this.#connection
    const held = await tokenStore.read()
    if (held?.refreshToken === refused.refreshToken) await tokenStore.write(null)
  }
}

/**
 * Checks whether a refresh token can't be used again.
 *
 * @param error - what a refresh rejected with
 * @returns whether the tokens are to be removed
 */
export function isFinal(error: unknown): boolean {
  return finalReasons.has(reasonOf(error))
}
