import type { RecoveryCodeId, UserId } from '@latchkey/schema'

/** The authenticator app of a user who has two-step verification. */
export interface TotpCredential {
  readonly userId: UserId
  /** The secret that the app has as well, encrypted. */
  readonly sealedSecret: string
  /** The latest step whose code was used. */
  readonly lastStep: number
  readonly createdAt: Date
}

/** A recovery code that was not used yet. */
export interface RecoveryCode {
  readonly id: RecoveryCodeId
  readonly userId: UserId
  /** The first letter of the code: each code of a user has another one, so that one hash is verified for a try. */
  readonly slot: string
  /** Argon2id of the whole code. */
  readonly hash: string
  readonly createdAt: Date
}

/** What a user has beyond the first factor. */
export interface SecondFactorState {
  /** Since when they have an authenticator app; `null` without one. */
  readonly totpSince: Date | null
  readonly recoveryCodesLeft: number
}

/** A second factor that was verified, and that the change which it authorizes uses up. */
export type FactorUse =
  /** The code of a step under this secret, which is later than every step whose code was used. */
  | { readonly factor: 'totp'; readonly sealedSecret: string; readonly step: number }
  | { readonly factor: 'recovery_code'; readonly id: RecoveryCodeId }
