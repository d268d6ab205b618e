import type { Connection } from '../connection.ts'
import { type IssuedTokens, toStoredTokens } from './issued-tokens.ts'
import { randomString } from './random-string.ts'
import { revokeToken } from './revoke-token.ts'

/**
 * Stores the tokens of a new sign-in. The session that is not in the store afterwards is ended, because no program
 * could use it: the replaced one, or the new one if its tokens can't be stored.
 *
 * @param connection - whose store is filled
 * @param issued - as the server sent them
 * @param requestedAt - when the request for them was sent
 * @throws {LatchkeyError} `OTHER_SIGN_IN`, or what the store throws; the new session is ended then
 */
export async function storeTokens(connection: Connection, issued: IssuedTokens, requestedAt: Date): Promise<void> {
  const { tokenStore, withLock } = connection
  const replaced = await withLock(async () => {
    const found = await tokenStore.leftover()
    await tokenStore.write(toStoredTokens(connection, issued, { requestedAt, signIn: randomString() }))
    return found
  }).catch(async (error: unknown) => {
    await revokeToken(connection, issued.refreshToken)
    throw error
  })
  if (replaced !== null && replaced !== 'unreadable') await revokeToken(connection, replaced.refreshToken)
}
