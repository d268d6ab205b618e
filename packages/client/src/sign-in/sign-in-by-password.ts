import { connect, type ConnectionOptions } from '../connection.ts'
import { storeTokens } from '../tokens/store-tokens.ts'

export interface PasswordSignInOptions extends ConnectionOptions {
  readonly email: string
  readonly password: string
}

/**
 * Signs in with a password that the person gives to this very program. For first-party programs with nobody at a browser;
 * an operator can turn it off.
 *
 * @throws TRPCClientError with `data.reason` `INVALID_CREDENTIALS`, `RATE_LIMITED` or `PASSWORD_TOKENS_OFF`
 */
export async function signInByPassword({ email, password, ...options }: PasswordSignInOptions): Promise<void> {
  const connection = connect(options)
  // What keeps the tokens from being stored is better known before there are any.
  await connection.tokenStore.leftover()
  const requestedAt = connection.now()
  const issued = await connection.anonymous.tokens.issue.mutate({ email, password, clientId: connection.clientId })
  await storeTokens(connection, issued, requestedAt)
}
