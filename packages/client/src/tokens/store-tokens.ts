import type { Connection } from '../connection.ts'
import { second } from '../duration.ts'
import { type IssuedTokens, toStoredTokens } from './issued-tokens.ts'
import { randomString } from './random-string.ts'
import { withTimeout } from '../transport/with-timeout.ts'

const timeout = 5 * second

/**
 * Stores what a sign-in gave. Whichever session is then not in the store is ended, or it would be alive with nobody to use
 * it: the one that was there, or the new one when it can't be stored.
 */
export async function storeTokens(connection: Connection, issued: IssuedTokens, requestedAt: Date): Promise<void> {
  const { tokenStore, withLock } = connection
  const before = await withLock(async () => {
    const replaced = await tokenStore.leftover()
    await tokenStore.write(toStoredTokens(connection, issued, { requestedAt, signIn: randomString() }))
    return replaced
  }).catch(async (error: unknown) => {
    await revoke(connection, issued.refreshToken)
    throw error
  })
  if (before !== null && before !== 'unreadable') await revoke(connection, before.refreshToken)
}

/** Ends the session of a token. Returns whether the server has done so. */
export async function revoke({ anonymous }: Connection, token: string): Promise<boolean> {
  return withTimeout(timeout, (signal) => anonymous.tokens.revoke.mutate({ token }, { signal })).then(
    () => true,
    () => false,
  )
}
