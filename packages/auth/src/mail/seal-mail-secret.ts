import type { MailId, MailSecret } from '@latchkey/schema'
import type { AppSecrets } from '../core/app-secrets.ts'

/** Returns the secret of a mail as the outbox keeps it: encrypted, and of no use to another mail. */
export function sealMailSecret(secrets: AppSecrets, id: MailId, secret: MailSecret): string {
  return secrets.seal(JSON.stringify(secret), contextOf(id))
}

/** Returns the secret of a mail; `null` when the secret of the configuration that it was encrypted under is gone. */
export function openMailSecret(secrets: AppSecrets, id: MailId, sealed: string): MailSecret | null {
  const text = secrets.open(sealed, contextOf(id))
  return text === null ? null : (JSON.parse(text) as MailSecret)
}

function contextOf(id: MailId): string {
  return `outbox ${id}`
}
