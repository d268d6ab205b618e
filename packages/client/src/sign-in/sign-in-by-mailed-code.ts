import { connect, type ConnectionOptions } from '../connection.ts'
import { reasonOf } from '../reason-of.ts'
import { type AskForSecondFactor, completeSecondFactor } from './complete-second-factor.ts'

/** A code that was mailed, for which a program asks the person. */
export interface MailedCode {
  /** The address that it went to. */
  readonly email: string
  readonly expiresAt: Date
  /** Whether the person has typed another one before, which was wrong. */
  readonly wasWrong: boolean
}

/** What `signInByMailedCode` needs to know. */
export interface MailedCodeSignInOptions extends ConnectionOptions {
  readonly email: string
  /** Returns the code that the person typed. It is called again after a wrong one. */
  readonly askForCode: (mailed: MailedCode) => Promise<string>
  /** Asks for a second factor, where the account has one. Without it such an account is refused with `SECOND_FACTOR_DUE`. */
  readonly askForSecondFactor?: AskForSecondFactor | undefined
}

/**
 * Has a code mailed, asks the person for it, and stores the tokens that it gives. An address without a user gets one. The
 * session that was in the store is ended.
 *
 * @param options - which server, as which client, where the tokens are stored, the address, and how the person is asked
 * @throws {TRPCClientError} `MAIL_NOT_CONFIGURED`, `CHALLENGE_ENDED` when the code has expired or was typed wrong five times,
 * `RATE_LIMITED` or `INVALID_INPUT`, which `reasonOf` reads; without a reason no response came
 * @throws {LatchkeyError} `INVALID_URL`, `OTHER_SIGN_IN`, `SECOND_FACTOR_DUE`, or what the store throws
 * @example
 * ```ts
 * import { createInterface } from 'node:readline/promises'
 * import { signInByMailedCode } from '@latchkey/client'
 * import { fileTokenStore } from '@latchkey/client/node'
 *
 * const terminal = createInterface({ input: process.stdin, output: process.stdout })
 * await signInByMailedCode({
 *   url: 'https://id.example.com',
 *   clientId: 'nightly-report',
 *   tokenStore: fileTokenStore('/home/ada/.config/mine/tokens.json'),
 *   email: 'ada@example.com',
 *   askForCode: ({ email, wasWrong }) => terminal.question(`${wasWrong ? 'That was wrong. ' : ''}Code sent to ${email}: `),
 * })
 * ```
 */
export async function signInByMailedCode({
  email,
  askForCode,
  askForSecondFactor,
  ...options
}: MailedCodeSignInOptions): Promise<void> {
  const connection = connect(options)
  const { anonymous, clientId, tokenStore, now } = connection
  // A store that can't take the tokens must fail before a person is asked.
  await tokenStore.leftover()
  const { id: challenge, requestSecret, ...mailed } = await anonymous.tokens.requestCode.mutate({ email })
  for (let wasWrong = false; ; wasWrong = true) {
    // oxlint-disable-next-line no-await-in-loop -- a person types one code after the other
    const code = await askForCode({ email: mailed.email, expiresAt: new Date(mailed.expiresAt), wasWrong })
    const requestedAt = now()
    // oxlint-disable-next-line no-await-in-loop -- as above
    const issued = await anonymous.tokens.issueByCode
      .mutate({ challenge, requestSecret, code, clientId })
      .catch((error: unknown) => {
        if (reasonOf(error) === 'WRONG_CODE') return null
        throw error
      })
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (issued !== null) return completeSecondFactor(connection, issued, { requestedAt, askForSecondFactor })
  }
}
