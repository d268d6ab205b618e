import type { ChallengePurpose, ChallengeView } from '@latchkey/schema'
import { returnPath } from '../navigation/return-path.ts'
import { sessionStorageEntries } from '../storage/storage-entries.ts'

/** What this tab waits for a mailed code for. Its secrets stay in a cookie, at the server and in the mail. */
export interface PendingChallenge extends ChallengeView {
  /** Whether the session that starts is remembered. */
  readonly remember: boolean
  /** The path of this app to go to afterwards. */
  readonly returnTo: string
}

const key = 'latchkey-challenge'

/** Where the browser has no storage: lost at a reload. */
let inMemory: PendingChallenge | null = null

/** Keeps the challenge for this tab, in place of the one before, so that a reload has it. */
export function keepChallenge(challenge: PendingChallenge, entries = sessionStorageEntries): void {
  inMemory = challenge
  entries.write(key, JSON.stringify(challenge))
}

/** Returns what this tab waits for, also when that has expired; `null` for nothing. */
export function pendingChallenge(entries = sessionStorageEntries): PendingChallenge | null {
  return parseChallenge(entries.read(key)) ?? inMemory
}

/** Forgets what was confirmed, and nothing else that this tab may wait for: a link opens in any tab. */
export function forgetConfirmed(
  { purpose, email }: Pick<ChallengeView, 'purpose' | 'email'>,
  entries = sessionStorageEntries,
): void {
  const pending = pendingChallenge(entries)
  if (pending?.purpose === purpose && pending.email === email) forgetChallenge(entries)
}

/** Forgets the challenge: it leads nowhere any more, or the user has signed out. */
export function forgetChallenge(entries = sessionStorageEntries): void {
  inMemory = null
  entries.remove(key)
}

function parseChallenge(text: string | null): PendingChallenge | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return isChallenge(value) ? { ...value, returnTo: returnPath(value.returnTo) } : null
  } catch {
    return null
  }
}

function isChallenge(value: unknown): value is PendingChallenge {
  if (typeof value !== 'object' || value === null) return false
  const { id, purpose, email, expiresAt, resendAt, remember, returnTo } = value as Readonly<Record<string, unknown>>
  const areTexts = [id, email, returnTo].every((text) => typeof text === 'string')
  return areTexts && isPurpose(purpose) && [expiresAt, resendAt].every(isMoment) && typeof remember === 'boolean'
}

const purposes: Readonly<Record<ChallengePurpose, true>> = {
  sign_up: true,
  sign_in: true,
  reset_password: true,
  prove_email: true,
  change_email: true,
}

function isPurpose(value: unknown): value is ChallengePurpose {
  return typeof value === 'string' && Object.hasOwn(purposes, value)
}

function isMoment(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value))
}
