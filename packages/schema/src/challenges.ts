import { z } from 'zod'
import { captchaInput } from './captcha.ts'
import { userCodeInput } from './grants.ts'
import type { ChallengePurpose } from './mail.ts'
import { newPasswordInput } from './passwords.ts'
import { emailInput, type UserView } from './users.ts'

/** Milliseconds for which a mailed code and its link work. */
export const challengeLifetime = 10 * 60_000

/** Milliseconds from one mail of a challenge to the next that the same browser may ask for. */
export const resendDelay = 60_000

export const challengeIdInput = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'This is not the id of a challenge.')
const linkTokenInput = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'This link is not complete.')

/**
 * What proves that a mail was read. In the browser that asked: the code with the id of the challenge, or the token of the
 * link. In another browser: the token of the link and the code.
 */
export const challengeProofInput = z
  .strictObject({
    challenge: challengeIdInput.optional(),
    token: linkTokenInput.optional(),
    code: userCodeInput.optional(),
  })
  .refine(
    ({ challenge, token, code }) => (challenge === undefined ? token !== undefined : code !== undefined),
    'Send the id of the challenge and its code, or the token of the link.',
  )
  .refine(({ challenge, token }) => challenge === undefined || token === undefined, 'Send an id or a token.')
export type ChallengeProofInput = z.output<typeof challengeProofInput>

const proof = { proof: challengeProofInput }

export const readLinkInput = z.strictObject({ token: linkTokenInput })
export type ReadLinkInput = z.output<typeof readLinkInput>

export const requestCodeInput = z.strictObject({ email: emailInput, captcha: captchaInput.optional() })
export type RequestCodeInput = z.output<typeof requestCodeInput>

export const requestEmailChangeInput = z.strictObject({ email: emailInput })
export type RequestEmailChangeInput = z.output<typeof requestEmailChangeInput>

export const resendCodeInput = z.strictObject({ challenge: challengeIdInput })
export type ResendCodeInput = z.output<typeof resendCodeInput>

export const confirmInput = z.strictObject({ ...proof, remember: z.boolean().optional() })
export type ConfirmInput = z.output<typeof confirmInput>

export const continueUnprovenInput = z.strictObject({
  challenge: challengeIdInput,
  remember: z.boolean().optional(),
})
export type ContinueUnprovenInput = z.output<typeof continueUnprovenInput>

export const resetPasswordInput = z.strictObject({ ...proof, newPassword: newPasswordInput })
export type ResetPasswordInput = z.output<typeof resetPasswordInput>

export const proveEmailInput = z.strictObject(proof)
export type ProveEmailInput = z.output<typeof proveEmailInput>

export const undoEmailChangeInput = z.strictObject({ token: linkTokenInput })
export type UndoEmailChangeInput = z.output<typeof undoEmailChangeInput>

/** A code that was mailed, or not: the answer is the same. Moments are ISO 8601 in UTC. */
export interface ChallengeView {
  readonly id: string
  readonly purpose: ChallengePurpose
  /** The canonical address. */
  readonly email: string
  readonly expiresAt: string
  /** From when the same browser may ask again. */
  readonly resendAt: string
}

/** What a link is for, before it is used. */
export interface LinkView {
  readonly purpose: ChallengePurpose
  readonly email: string
  readonly expiresAt: string
  /** Whether this browser asked for it. Another one needs the code as well. */
  readonly isSameBrowser: boolean
}

/** The answer of `auth.signUp`: who is signed in, or the address that is to be proven first. */
export type SignUpView =
  | { readonly user: UserView; readonly challenge: null }
  | { readonly user: null; readonly challenge: ChallengeView }

/** What a server does by mail. */
export interface MailOptionsView {
  /** Whether it sends mail at all: then a forgotten password can be reset. */
  readonly configured: boolean
  /** Whether a mailed code signs in. */
  readonly codes: boolean
  /** Whether a new account works before its address is proven. */
  readonly proof: 'asked' | 'required'
  /** Where the mails of a server on a laptop are read; `null` elsewhere. */
  readonly mailbox: string | null
}

/** What a reset of a password did, and what it left. */
export interface PasswordResetView {
  readonly endedSessions: number
  /** How many accounts at providers stay connected: they sign in without the password. */
  readonly connectedAccounts: number
}
