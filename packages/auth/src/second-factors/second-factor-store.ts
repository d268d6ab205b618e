import type { SignInAttemptId, TrustedDeviceId, UserId } from '@latchkey/schema'
import type { RecordOutcome } from '../events/event-store.ts'
import type { SessionRotation } from '../sessions/session.ts'
import type { SessionStart, StartedSession } from '../sessions/session-store.ts'
import type { SignInAttempt, SignInAttemptHash, TrustedDevice } from '../sessions/sign-in-attempt.ts'
import type { FactorUse, RecoveryCode, SecondFactorState, TotpCredential } from './second-factor.ts'

/** A second factor that completes a sign-in. */
export interface AttemptCompletion {
  readonly id: SignInAttemptId
  readonly userId: UserId
  readonly now: Date
  readonly use: FactorUse
  readonly start: SessionStart
  /** The browser, where its user is not to be asked in it again for a while. */
  readonly trust: TrustedDevice | null
}

/**
 * Stores second factors, sign-ins that wait for one, and the browsers that are trusted. A code is used up by the change that it
 * authorizes, in its transaction: of any number of concurrent callers with one code, or one attempt, one makes the change.
 */
export interface SecondFactorStore {
  /** Returns what a user has beyond the first factor. */
  findState(userId: UserId): Promise<SecondFactorState>

  findTotp(userId: UserId): Promise<TotpCredential | null>

  /** Returns the recovery code of a user with this first letter. */
  findRecoveryCode(userId: UserId, slot: string): Promise<RecoveryCode | null>

  /**
   * Atomic: gives a user without an authenticator app this one, with recovery codes in place of those that they may have, and
   * the calling session its new token. Of concurrent callers one adds.
   */
  addTotp(
    addition: {
      readonly totp: TotpCredential
      readonly recoveryCodes: readonly RecoveryCode[]
      readonly rotation: SessionRotation
    },
    record: RecordOutcome<SessionRotation>,
  ): Promise<'added' | 'has_totp' | 'session_ended'>

  /**
   * Atomic: removes the authenticator app of a user with their recovery codes, trusted devices and attempts. `false`, and
   * nothing changed, where they have none.
   */
  removeTotp(userId: UserId, record: RecordOutcome<UserId>): Promise<boolean>

  /** Atomic: replaces the recovery codes of a user with an authenticator app; `false` for one without. */
  replaceRecoveryCodes(
    replacement: { readonly userId: UserId; readonly recoveryCodes: readonly RecoveryCode[] },
    record: RecordOutcome<UserId>,
  ): Promise<boolean>

  /** Returns the attempt with this token hash, also one that has expired. */
  findAttempt(tokenHash: SignInAttemptHash): Promise<SignInAttempt | null>

  /** Atomic: counts a try of a code; `false` where as many as an attempt may have were counted before, and when it is gone. */
  countTry(id: SignInAttemptId, max: number): Promise<boolean>

  /**
   * Atomic: deletes an attempt that has not expired, uses up the factor, and starts the session (as `SessionStore.start`,
   * without an attempt), with the browser that is trusted from then on. `attempt_ended` where the attempt is gone;
   * `code_used` where the factor is, or has changed; then nothing is changed.
   */
  complete(
    completion: AttemptCompletion,
    record: RecordOutcome<StartedSession>,
  ): Promise<StartedSession | 'attempt_ended' | 'code_used'>

  /** Atomic: uses up a factor of a user and rotates the token of their session; `false` where either is not possible. */
  stepUp(
    stepUp: { readonly userId: UserId; readonly use: FactorUse; readonly rotation: SessionRotation },
    record: RecordOutcome<SessionRotation>,
  ): Promise<boolean>

  /** Returns the browsers that a user trusts at `now`, the one used last first. */
  listTrustedDevices(userId: UserId, now: Date): Promise<readonly TrustedDevice[]>

  /** Atomic: stops trusting a browser. `false` for an id that does not exist and for another user's alike. */
  removeTrustedDevice(
    target: { readonly id: TrustedDeviceId; readonly userId: UserId },
    record: RecordOutcome<TrustedDevice>,
  ): Promise<boolean>

  /**
   * Returns authenticator apps whose secret is sealed under another secret of the configuration than this one, by their users after
   * the one that is given, at most `limit`.
   */
  listTotpSealedOtherwise(
    secretId: string,
    after: UserId | null,
    limit: number,
  ): Promise<readonly Pick<TotpCredential, 'userId' | 'sealedSecret'>[]>

  /** Atomic compare-and-set: replaces a sealed secret; `false` where it has changed. */
  resealTotp(reseal: { readonly userId: UserId; readonly from: string; readonly to: string }): Promise<boolean>

  /** Deletes at most `limit` attempts and `limit` trusted devices that expired before a moment; returns how many. */
  deleteExpiredBefore(moment: Date, limit: number): Promise<number>
}
