import { connect, type ConnectionOptions } from '../connection.ts'
import { type AskForSecondFactor, completeSecondFactor } from './complete-second-factor.ts'

/** What `signInByPassword` needs to know. */
export interface PasswordSignInOptions extends ConnectionOptions {
  readonly email: string
  readonly password: string
  /** Asks for a second factor, where the account has one. Without it such an account is refused with `SECOND_FACTOR_DUE`. */
  readonly askForSecondFactor?: AskForSecondFactor | undefined
}

/**
 * Signs in with a password that the person gives to this very program, and stores the tokens. For first-party programs
 * that run without a person at a browser; the server's operator can turn it off. The session that was in the store is
 * ended.
 *
 * @param options - which server, as which client, where the tokens are stored, and the credentials
 * @throws {TRPCClientError} `INVALID_CREDENTIALS`, `RATE_LIMITED`, `PASSWORD_TOKENS_OFF` or `INVALID_INPUT`, which
 * `reasonOf` reads; without a reason no response came
 * @throws {LatchkeyError} `INVALID_URL`, `OTHER_SIGN_IN`, `SECOND_FACTOR_DUE`, or what the store throws
 * @see [RFC 9700 §2.4](https://www.rfc-editor.org/rfc/rfc9700.html#section-2.4), for why other programs must not do
 * this
 * @example
 * ```ts
 * import { memoryTokenStore, reasonOf, signInByPassword } from '@latchkey/client'
 *
 * const latchkey = { url: 'https://id.example.com', clientId: 'nightly-report', tokenStore: memoryTokenStore() }
 * export async function signIn(email: string, password: string): Promise<boolean> {
 *   try {
 *     await signInByPassword({ ...latchkey, email, password })
 *     return true
 *   } catch (error) {
 *     if (reasonOf(error) !== 'INVALID_CREDENTIALS') throw error
 *     return false
 *   }
 * }
 * ```
 */
export async function signInByPassword({
  email,
  password,
  askForSecondFactor,
  ...options
}: PasswordSignInOptions): Promise<void> {
  const connection = connect(options)
  // A store that can't take the tokens must fail before there are any.
  await connection.tokenStore.leftover()
  const requestedAt = connection.now()
  const answer = await connection.anonymous.tokens.issue.mutate({ email, password, clientId: connection.clientId })
  await completeSecondFactor(connection, answer, { requestedAt, askForSecondFactor })
}
