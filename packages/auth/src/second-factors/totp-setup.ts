import type { SessionId, UserId } from '@latchkey/schema'
import type { AppSecrets } from '../core/app-secrets.ts'
import { after, minute } from '../core/duration.ts'

/** Milliseconds from the offer of a secret to its first code. */
const setupLifetime = 30 * minute

/** For whom a secret was offered. */
interface SetupOwner {
  readonly userId: UserId
  readonly sessionId: SessionId
}

/** Returns a secret that is offered to a user as a text for the browser to send back: encrypted, and of use to them alone. */
export function sealTotpSetup(secrets: AppSecrets, owner: SetupOwner, secret: string, now: Date): string {
  const expiresAt = after(now, setupLifetime).getTime()
  return secrets.seal(JSON.stringify({ secret, expiresAt }), setupContext(owner))
}

/** Returns the secret of a text that was offered to this session; `null` for every other text, and after half an hour. */
export function openTotpSetup(secrets: AppSecrets, owner: SetupOwner, setup: string, now: Date): string | null {
  const text = secrets.open(setup, setupContext(owner))
  if (text === null) return null
  const { secret, expiresAt } = JSON.parse(text) as { readonly secret: string; readonly expiresAt: number }
  return now.getTime() < expiresAt ? secret : null
}

/** Returns the secret of an authenticator app as it is stored: encrypted, and of no use to another user. */
export function sealTotpSecret(secrets: AppSecrets, userId: UserId, secret: string): string {
  return secrets.seal(secret, secretContext(userId))
}

/** Returns a stored secret; `null` when the secret of the configuration that it was encrypted under is gone. */
export function openTotpSecret(secrets: AppSecrets, userId: UserId, sealed: string): string | null {
  return secrets.open(sealed, secretContext(userId))
}

function setupContext({ userId, sessionId }: SetupOwner): string {
  return `totp setup ${userId} ${sessionId}`
}

function secretContext(userId: UserId): string {
  return `totp ${userId}`
}
