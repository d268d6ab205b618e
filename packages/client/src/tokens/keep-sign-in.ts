import type { Connection } from '../connection.ts'
import { second } from '../duration.ts'
import { type IssuedTokens, storedTokens } from './issued-tokens.ts'
import { randomText } from './random-text.ts'
import { within } from '../transport/within.ts'

const patience = 5 * second

/**
 * Stores what a sign-in gave. Whichever session is then not in the store is ended, or it would be alive with nobody to use
 * it: the one that was there, or the new one when it can't be stored.
 */
export async function keepSignIn(connection: Connection, issued: IssuedTokens, askedAt: Date): Promise<void> {
  const { tokenStore, exclusively } = connection
  const before = await exclusively(async () => {
    const replaced = await tokenStore.leftover()
    await tokenStore.write(storedTokens(connection, issued, { askedAt, signIn: randomText() }))
    return replaced
  }).catch(async (error: unknown) => {
    await revoke(connection, issued.refreshToken)
    throw error
  })
  if (before !== null && before !== 'unreadable') await revoke(connection, before.refreshToken)
}

/** Ends the session of a token. Returns whether the server has done so. */
export async function revoke({ anonymous }: Connection, token: string): Promise<boolean> {
  return within(patience, (signal) => anonymous.tokens.revoke.mutate({ token }, { signal })).then(
    () => true,
    () => false,
  )
}
