import { connect, type ConnectionOptions } from '../connection.ts'
import { revokeToken } from '../tokens/revoke-token.ts'

/** How a sign-out went. */
export interface SignedOut {
  /**
   * Whether the server ended the session. If not, the server could not be reached, or the store's content could not be
   * read: the session is on the person's access screen until it is ended there, or expires.
   */
  readonly revoked: boolean
  /** Whether there was anything in the store. If not, there was nothing to end, and `revoked` is true. */
  readonly wasSignedIn: boolean
}

/**
 * Ends the session and removes the tokens from the store. They are removed even if the server can't be reached: a copy
 * that stays on this machine is worth more to a thief than to its owner.
 *
 * @param options - which server, as which client, and where the tokens are stored
 * @returns whether the server ended the session, and whether there was one
 * @throws {LatchkeyError} `INVALID_URL`, `OTHER_SIGN_IN`, or what the store throws
 * @see [RFC 7009 §2](https://www.rfc-editor.org/rfc/rfc7009.html#section-2)
 * @example
 * ```ts
 * import { signOut } from '@latchkey/client'
 * import { fileTokenStore } from '@latchkey/client/node'
 *
 * const { revoked, wasSignedIn } = await signOut({
 *   url: 'https://id.example.com',
 *   clientId: 'latchkey-cli',
 *   tokenStore: fileTokenStore('/home/ada/.config/mine/tokens.json'),
 * })
 * if (!revoked) console.log('Removed here, but the session may still be open: see the access screen.')
 * else console.log(wasSignedIn ? 'Signed out.' : 'There was nothing to sign out of.')
 * ```
 */
export async function signOut(options: ConnectionOptions): Promise<SignedOut> {
  const connection = connect(options)
  const { tokenStore, withLock } = connection
  return withLock(async () => {
    const held = await tokenStore.leftover()
    if (held === null) return { revoked: true, wasSignedIn: false }
    const revoked = held !== 'unreadable' && (await revokeToken(connection, held.refreshToken))
    await tokenStore.write(null)
    return { revoked, wasSignedIn: true }
  })
}
