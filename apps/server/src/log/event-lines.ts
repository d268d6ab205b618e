import type { SecurityEvent } from '@latchkey/auth'

/** The fields of the line of every security event, as far as the event has them. `event` names its type. */
export const eventFields = ['at', 'userId', 'sessionId', 'ip', 'userAgent', 'requestId'] as const

/** By type, what the line of a security event says beside {@link eventFields}. The table in docs/operations.md is made of this. */
export const eventLines = {
  signed_up: ['method'],
  signed_in: ['method'],
  stepped_up: ['method'],
  signed_out: [],
  tokens_issued: ['clientId', 'method'],
  client_approved: ['clientId'],
  client_denied: ['clientId'],
  refresh_token_reused: [],
  password_set: [],
  password_changed: ['endedSessions'],
  password_reset: ['endedSessions'],
  account_reclaimed: ['endedSessions'],
  email_proven: [],
  email_changed: [],
  email_change_undone: ['endedSessions'],
  identity_linked: ['provider'],
  identity_unlinked: ['provider'],
  session_renamed: ['target', 'name'],
  user_renamed: ['name'],
  session_ended: ['target', 'endReason'],
  role_changed: ['role', 'endedSessions'],
  oauth_refused: ['provider', 'refusal', 'failure'],
  sign_up_failed: ['cause', 'first'],
  sign_in_failed: ['cause', 'first'],
  step_up_failed: ['cause', 'first'],
  password_change_failed: ['cause', 'first'],
} as const satisfies Readonly<Record<SecurityEvent['type'], readonly string[]>>
