import type { Connection } from '../connection.ts'
import { LatchkeyError } from '../latchkey-error.ts'
import { reasonOf } from '../reason-of.ts'
import { storeTokens } from '../tokens/store-tokens.ts'

/** A second factor that the account asks for. */
export interface SecondFactorDue {
  /** How it may be shown: `totp` is the code of an authenticator app. */
  readonly methods: readonly ('totp' | 'recovery_code' | 'passkey')[]
  readonly expiresAt: Date
  /** Whether the person has typed another code before, which was wrong. */
  readonly wasWrong: boolean
}

/** Returns the code of an authenticator app, or a recovery code, that the person typed. It is called again after a wrong one. */
export type AskForSecondFactor = (due: SecondFactorDue) => Promise<string>

/** What the server answers to a sign-in. */
type SignInAnswer = Awaited<ReturnType<Connection['anonymous']['tokens']['issue']['mutate']>>

/**
 * Stores the tokens of a sign-in. Where the account asks for a second factor, the person is asked for its code first.
 *
 * @param connection - whose store is filled
 * @param answer - as the server sent it
 * @param options - `requestedAt`: when the request for it was sent; `askForSecondFactor`: how the person is asked
 * @throws {LatchkeyError} `SECOND_FACTOR_DUE` when the person can't be asked, or what the store throws
 * @throws {TRPCClientError} `ATTEMPT_ENDED`, `RATE_LIMITED` or `INVALID_INPUT`
 */
export async function completeSecondFactor(
  connection: Connection,
  answer: SignInAnswer,
  {
    requestedAt,
    askForSecondFactor,
  }: { readonly requestedAt: Date; readonly askForSecondFactor: AskForSecondFactor | undefined },
): Promise<void> {
  if (answer.status === 'signedIn') return storeTokens(connection, answer, requestedAt)
  if (askForSecondFactor === undefined) {
    throw new LatchkeyError(
      'SECOND_FACTOR_DUE',
      'This account asks for a second factor, which this program does not ask for.',
    )
  }
  const { anonymous, clientId, now } = connection
  const { attempt, methods, expiresAt } = answer
  for (let wasWrong = false; ; wasWrong = true) {
    // oxlint-disable-next-line no-await-in-loop -- a person types one code after the other
    const code = await askForSecondFactor({ methods, expiresAt: new Date(expiresAt), wasWrong })
    const askedAt = now()
    // oxlint-disable-next-line no-await-in-loop -- as above
    const issued = await anonymous.tokens.verifySecondFactor
      .mutate({ attempt, code, clientId })
      .catch((error: unknown) => {
        if (reasonOf(error) === 'WRONG_SECOND_FACTOR') return null
        throw error
      })
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (issued?.status === 'signedIn') return storeTokens(connection, issued, askedAt)
  }
}
