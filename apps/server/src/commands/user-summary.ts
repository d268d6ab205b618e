import type { UserDescription } from '@latchkey/auth'

const labelWidth = 20

/** Returns what an operator can tell a user by, a line each, with times in UTC. */
export function userSummary({ user, sessions, identities, totpSince, lastSignInAt }: UserDescription): string {
  const accounts = identities.map(
    ({ provider, email, linkedAt }) =>
      `${provider} ${printable(email ?? 'without an address')}, since ${utc(linkedAt)}`,
  )
  const lines: readonly (readonly [string, string])[] = [
    ['user id', user.id],
    ['name', printable(user.name)],
    ['role', user.role],
    [
      'address proven',
      user.emailProvenAt === null ? 'never: it may belong to another person' : utc(user.emailProvenAt),
    ],
    ['signed up', utc(user.createdAt)],
    ['last sign-in', lastSignInAt === null ? 'not in the timeline' : utc(lastSignInAt)],
    ['live sessions', String(sessions)],
    ['connected accounts', accounts.length === 0 ? 'none' : accounts.join('; ')],
    ['two-step sign-in', totpSince === null ? 'off' : `since ${utc(totpSince)}`],
  ]
  return [printable(user.email), ...lines.map(([label, value]) => `  ${label.padEnd(labelWidth)}${value}`)].join('\n')
}

function utc(date: Date): string {
  return date.toISOString()
}

/** Without what would move the cursor or turn the text around: a user chose it. */
function printable(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
}
