import type { MailPolicy } from '@latchkey/auth'
import type { MailFrom, SmtpUrl } from '@latchkey/mail/addresses'
import type { Variables } from './variables.ts'

/** How the server sends mail, and what users do by it. */
export interface MailConfig {
  readonly smtp: SmtpUrl
  readonly from: MailFrom
  readonly policy: MailPolicy
}

/** What is worth nothing without a mail server. */
const withSmtp = ['MAIL_FROM', 'EMAIL_PROOF', 'EMAIL_CODES', 'MAILBOX_URL'] as const

/**
 * Returns how mail is sent, `null` where no variable asks for it, and a line for each problem: half of it is no
 * configuration. `optional` is whether what an operator has to ask for is on.
 */
export function readMail(
  env: Variables,
  optional: 'on' | 'off',
): { readonly mail: MailConfig | null; readonly problems: readonly string[] } {
  const { SMTP_URL: smtp, MAIL_FROM: from } = env
  if (smtp === undefined) {
    const problems = withSmtp
      .filter((name) => env[name] !== undefined)
      .map((name) => `${name} must be left out without SMTP_URL, the server that sends mail.`)
    return { mail: null, problems }
  }
  if (from === undefined) {
    return { mail: null, problems: ['MAIL_FROM must be set with SMTP_URL, like Latchkey <no-reply@example.com>.'] }
  }
  const policy = {
    proof: env.EMAIL_PROOF ?? 'asked',
    codes: (env.EMAIL_CODES ?? optional) === 'on',
    mailbox: env.MAILBOX_URL ?? null,
  }
  return { mail: { smtp, from, policy }, problems: [] }
}
