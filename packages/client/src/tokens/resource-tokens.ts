import { connect, type ConnectionOptions } from '../connection.ts'
import { second } from '../duration.ts'
import { LatchkeyError } from '../latchkey-error.ts'
import { refreshTokens } from './refresh-tokens.ts'
import { isFinal } from './session-tokens.ts'
import type { StoredTokens } from './token-store.ts'

/** What `createResourceTokens` needs to know. */
export interface ResourceTokensOptions extends ConnectionOptions {
  /** The service, character by character as the server's operator registered it: `https://api.example.com`. */
  readonly resource: string
}

/** A token is replaced this many milliseconds before it expires. */
const margin = 60 * second

/**
 * Creates a function that returns an access token for another service than the Latchkey server itself. Send it to that
 * service only: no other one accepts it. The tokens in the store stay for the server; each new token for the service
 * replaces the refresh token in the store.
 *
 * A token is kept in memory until a minute before it expires, and concurrent calls share one request.
 *
 * @param options - the same server, client and store as for the sign-in, and the service
 * @returns a function that resolves to an access token. It rejects with a `TRPCClientError` as a call of `createClient`
 * does (`INVALID_TARGET` for a resource that is not registered), and with a `LatchkeyError` `NOT_SIGNED_IN` if the store is
 * empty
 * @throws {LatchkeyError} `INVALID_URL`
 * @see [RFC 8707 §2.2](https://www.rfc-editor.org/rfc/rfc8707.html#section-2.2)
 * @example
 * ```ts
 * import { createResourceTokens } from '@latchkey/client'
 * import { fileTokenStore } from '@latchkey/client/node'
 *
 * const apiToken = createResourceTokens({
 *   url: 'https://id.example.com',
 *   clientId: 'latchkey-cli',
 *   tokenStore: fileTokenStore('/home/ada/.config/mine/tokens.json'),
 *   resource: 'https://api.example.com',
 * })
 * const feed = await fetch('https://api.example.com/feed', { headers: { Authorization: `Bearer ${await apiToken()}` } })
 * console.log(feed.status)
 * ```
 */
export function createResourceTokens({ resource, ...options }: ResourceTokensOptions): () => Promise<string> {
  const connection = connect(options)
  const { tokenStore, now, withLock } = connection
  let kept: { readonly token: string; readonly signIn: string; readonly replaceAt: number } | null = null
  let requesting: Promise<string> | null = null

  async function isUnchanged({ refreshToken }: StoredTokens): Promise<boolean> {
    return (await tokenStore.read())?.refreshToken === refreshToken
  }

  async function request(): Promise<string> {
    const held = await tokenStore.read()
    if (held === null) throw new LatchkeyError('NOT_SIGNED_IN', 'Nobody is signed in.')
    if (kept !== null && kept.signIn === held.signIn && now().getTime() < kept.replaceAt) return kept.token
    const requestedAt = now().getTime()
    const issued = await refreshTokens(connection, held.refreshToken, resource).catch(async (error: unknown) => {
      if (isFinal(error) && (await isUnchanged(held))) await tokenStore.write(null)
      throw error
    })
    const { accessToken, refreshToken, expiresIn } = issued
    // Another process does not see the lock: what it wrote meanwhile is newer.
    if (await isUnchanged(held)) await tokenStore.write({ ...held, refreshToken })
    kept = { token: accessToken, signIn: held.signIn, replaceAt: requestedAt + expiresIn * second - margin }
    return accessToken
  }

  return () => {
    requesting ??= withLock(request).finally(() => {
      requesting = null
    })
    return requesting
  }
}
