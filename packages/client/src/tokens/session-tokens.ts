import type { ErrorReason } from '@latchkey/schema'
import { refreshTokens } from './refresh-tokens.ts'
import type { Connection } from '../connection.ts'
import { toStoredTokens } from './issued-tokens.ts'
import { reasonOf } from '../reason-of.ts'
import type { StoredTokens } from './token-store.ts'

/** After one of these a refresh token is of no use to anybody. */
const final: ReadonlySet<ReturnType<typeof reasonOf>> = new Set<ErrorReason>([
  'SESSION_ENDED',
  'INVALID_REFRESH_TOKEN',
  'REFRESH_TOKEN_REUSED',
])

/** The tokens of one store as its calls need them: fresh, renewed once for all of them, gone when they are of no use. */
export class SessionTokens {
  readonly #connection: Connection
  #refreshing: Promise<StoredTokens | null> | null = null

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /**
   * What the next call is sent with; `null` when nobody is signed in.
   *
   * @throws TRPCClientError when the server says that the session is over
   */
  async current(): Promise<StoredTokens | null> {
    const { tokenStore, now } = this.#connection
    const held = await tokenStore.read()
    if (held === null || now().getTime() < held.refreshAt) return held
    try {
      const next = await this.#refresh(held)
      // Whoever signed in while this one waited did not ask for it: it goes out as whose it is, and is refused.
      return next === null || next.signIn === held.signIn ? next : held
    } catch (error) {
      if (isFinal(error)) throw error
      // It was early, so the old one may still do. The call finds out.
      return held
    }
  }

  /**
   * What a call that was refused is sent with again; `null` when it is not to be. Never another user's tokens: who signed
   * in meanwhile did not ask for this.
   *
   * @throws TRPCClientError when there is no answer, or the session is over
   */
  async instead(sent: StoredTokens, reason: ErrorReason | null): Promise<StoredTokens | null> {
    if (reason === 'SESSION_ENDED') {
      await this.#connection.withLock(() => this.#forget(sent))
      return null
    }
    if (reason !== 'INVALID_TOKEN') return null
    const next = await this.#refresh(sent)
    return next?.signIn === sent.signIn ? next : null
  }

  /** Whoever comes while it is under way waits for the same answer. */
  #refresh(stale: StoredTokens): Promise<StoredTokens | null> {
    this.#refreshing ??= this.#connection
      .withLock(() => this.#renew(stale))
      .finally(() => {
        this.#refreshing = null
      })
    return this.#refreshing
  }

  async #renew(stale: StoredTokens): Promise<StoredTokens | null> {
    const { tokenStore, now } = this.#connection
    // Another tab may have had the lock before, and have renewed them.
    const held = await tokenStore.read()
    if (held === null || held.accessToken !== stale.accessToken) return held
    const requestedAt = now()
    const issued = await refreshTokens(this.#connection, held.refreshToken).catch(async (error: unknown) => {
      if (isFinal(error)) await this.#forget(held)
      throw error
    })
    // Another process knows nothing of the lock. If it signed out, or was faster, what it wrote is newer than this.
    const found = await tokenStore.read()
    if (found?.refreshToken !== held.refreshToken) return found
    const renewed = toStoredTokens(this.#connection, issued, { requestedAt, signIn: held.signIn })
    await tokenStore.write(renewed)
    return renewed
  }

  /** Takes away tokens that failed, and no others: a loser must not sign a winner out. */
  async #forget(failed: StoredTokens): Promise<void> {
    const { tokenStore } = this.#connection
    const held = await tokenStore.read()
    if (held?.refreshToken === failed.refreshToken) await tokenStore.write(null)
  }
}

function isFinal(error: unknown): boolean {
  return final.has(reasonOf(error))
}
