import { connect, type ConnectionOptions } from '../connection.ts'
import { revoke } from '../tokens/store-tokens.ts'

export interface SignedOut {
  /**
   * Whether the server ended the session. If not, it could not be reached: the session is on the person's access screen
   * until someone ends it there, or it expires. The same when what was in the store could not be read.
   */
  readonly revoked: boolean
  /** Whether there was anything in the store. If not, there was nothing to end. */
  readonly wasSignedIn: boolean
}

/**
 * Ends the session and takes the tokens out of the store. They go also when the server can't be reached: whoever signs
 * out wants this machine to forget, and a copy that is left here for later is worth more to a thief than to its owner.
 */
export async function signOut(options: ConnectionOptions): Promise<SignedOut> {
  const connection = connect(options)
  const { tokenStore, withLock } = connection
  return withLock(async () => {
    const held = await tokenStore.leftover()
    if (held === null) return { revoked: true, wasSignedIn: false }
    const revoked = held !== 'unreadable' && (await revoke(connection, held.refreshToken))
    await tokenStore.write(null)
    return { revoked, wasSignedIn: true }
  })
}
