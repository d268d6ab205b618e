import type { SecurityEvent } from '@latchkey/auth'

/** The fields of the line of every security event, as far as the event has them. `event` names its type. */
export const eventFields = ['at', 'userId', 'sessionId', 'ip', 'userAgent', 'requestId'] as const

/** By type, what the line of a security event says beside {@link eventFields}. The table in docs/operations.md is made of this. */
export const eventLines = {
  signed_up: ['method'],
  signed_in: ['method', 'secondFactor'],
  stepped_up: ['method'],
  signed_out: [],
  tokens_issued: ['clientId', 'method', 'secondFactor'],
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
  second_factor_added: [],
  second_factor_removed: [],
  second_factor_reset: [],
  recovery_codes_renewed: [],
  device_trusted: ['label'],
  device_untrusted: ['label'],
  passkey_added: ['label'],
  passkey_removed: ['label'],
  passkey_renamed: ['label'],
  session_renamed: ['target', 'name'],
  user_renamed: ['name'],
  session_ended: ['target', 'endReason'],
  role_changed: ['role', 'endedSessions'],
  oauth_refused: ['provider', 'refusal', 'failure'],
  sign_up_failed: ['cause', 'first'],
  sign_in_failed: ['cause', 'first'],
  second_factor_failed: ['cause'],
  step_up_failed: ['cause', 'first'],
  password_change_failed: ['cause', 'first'],
} as const satisfies Readonly<Record<SecurityEvent['type'], readonly string[]>>
