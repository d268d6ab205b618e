import { z } from 'zod'
import { clientIdInput, resourceInput } from './client-ids.ts'
import { codeCharacters, isSecondFactorCode, isTotpCode } from './second-factor-codes.ts'
import type { SignInMethod } from './sessions.ts'
import type { UserView } from './users.ts'

/** What was shown in a session beyond the first factor. A name is stored with each session, so it is never renamed. */
export const secondFactors = ['totp', 'recovery_code', 'passkey', 'trusted_device'] as const
export type SecondFactor = (typeof secondFactors)[number]

/** What a user proved their identity with to step up. */
export type StepUpMethod = SignInMethod | 'totp' | 'recovery_code'

/** The code of an authenticator app, or a recovery code, as people type it: with spaces and dashes, in any case. */
export const secondFactorCodeInput = z
  .string()
  .max(64, { error: 'This is not a code: it has six digits, or ten letters.', abort: true })
  .transform(codeCharacters)
  .refine(isSecondFactorCode, 'This is not a code: it has six digits, or ten letters.')

/** The code of an authenticator app. */
const totpCodeInput = z
  .string()
  .max(64, { error: 'This is not a code: it has six digits.', abort: true })
  .transform(codeCharacters)
  .refine(isTotpCode, 'This is not a code: it has six digits.')

export const verifySecondFactorInput = z.strictObject({
  code: secondFactorCodeInput,
  /** Whether this browser is not asked again for a while. */
  trustDevice: z.boolean().optional(),
})
export type VerifySecondFactorInput = z.output<typeof verifySecondFactorInput>

export const verifyTokensSecondFactorInput = z.strictObject({
  attempt: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'This is not the secret of a sign-in.'),
  code: secondFactorCodeInput,
  clientId: clientIdInput,
  resource: resourceInput.optional(),
})
export type VerifyTokensSecondFactorInput = z.output<typeof verifyTokensSecondFactorInput>

export const confirmTotpInput = z.strictObject({
  /** As `secondFactors.setUp` returned it. */
  setup: z.string().min(1).max(1024),
  code: totpCodeInput,
})
export type ConfirmTotpInput = z.output<typeof confirmTotpInput>

export const stepUpByCodeInput = z.strictObject({ code: secondFactorCodeInput })
export type StepUpByCodeInput = z.output<typeof stepUpByCodeInput>

export const trustedDeviceInput = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'This is not the id of a device.'),
})
export type TrustedDeviceInput = z.output<typeof trustedDeviceInput>

/** How a second factor may be shown. */
export type SecondFactorMethod = Exclude<SecondFactor, 'trusted_device'>

/** A sign-in whose first factor was right, and which waits for the second. Moments are ISO 8601 in UTC. */
export interface SecondFactorDueView {
  readonly status: 'secondFactor'
  readonly methods: readonly SecondFactorMethod[]
  readonly expiresAt: string
}

/** The answer of a sign-in. */
export type SignInView = { readonly status: 'signedIn'; readonly user: UserView } | SecondFactorDueView

/** A browser in which the user is not asked for a second factor. Moments are ISO 8601 in UTC. */
export interface TrustedDeviceView {
  readonly id: string
  /** From its browser: "Chrome on macOS". */
  readonly name: string
  readonly ip: string | null
  readonly place: string | null
  readonly trustedAt: string
  readonly lastUsedAt: string
  readonly expiresAt: string
  /** True for the browser that made the call. */
  readonly current: boolean
}

/** The second factors of the caller. */
export interface SecondFactorsView {
  /** Since when the user has an authenticator app, ISO 8601 in UTC; `null` without one. */
  readonly totpSince: string | null
  readonly recoveryCodesLeft: number
  readonly trustedDevices: readonly TrustedDeviceView[]
  /** Whether this server demands a second factor of the user. */
  readonly required: boolean
}

/** What an authenticator app is set up with. It is stored nowhere until a code of it was typed. */
export interface TotpSetupView {
  /** base32, for people who type it. */
  readonly secret: string
  /** `otpauth://…`, for a QR code. */
  readonly uri: string
  /** To be sent with the first code. */
  readonly setup: string
}

/** Shown once. */
export interface RecoveryCodesView {
  readonly recoveryCodes: readonly string[]
}
