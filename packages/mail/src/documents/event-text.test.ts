import type { EventDetails, EventType } from '@latchkey/schema'
import { expect, it } from 'vitest'
import { lineText } from '../messages/fill-text.ts'
import { eventText } from './event-text.ts'

const says = (type: string, details: EventDetails = {}): string =>
  lineText(eventText({ type: type as EventType, details }))

it.each<[string, EventDetails, string]>([
  ['signed_in', { method: 'password' }, 'Signed in with a password'],
  ['signed_in', { method: 'code' }, 'Signed in with a mailed code'],
  ['signed_in', { method: 'oauth:google' }, 'Signed in with Google'],
  ['signed_in', { method: 'oauth:corporate' }, 'Signed in with Corporate'],
  ['signed_in', { method: 'oauth:constructor' }, 'Signed in with Constructor'],
  ['signed_in', { method: 'oauth:' }, 'Signed in'],
  ['signed_in', {}, 'Signed in'],
  ['signed_in', { method: 'approved:browser' }, 'Signed in'],
  ['signed_in', { method: 'passkey', secondFactor: 'passkey' }, 'Signed in with a passkey'],
  ['signed_in', { method: 'code' }, 'Signed in with a mailed code'],
  ['signed_in', { method: 'password', secondFactor: 'totp' }, 'Signed in with a password and an authenticator code'],
  ['signed_in', { method: 'code', secondFactor: 'recovery_code' }, 'Signed in with a mailed code and a recovery code'],
  ['signed_in', { method: 'oauth:google', secondFactor: 'passkey' }, 'Signed in with Google and a passkey'],
  [
    'signed_in',
    { method: 'password', secondFactor: 'trusted_device' },
    'Signed in with a password on a trusted device',
  ],
  ['signed_in', { secondFactor: 'totp' }, 'Signed in'],
  ['second_factor_added', {}, 'Two-step verification turned on'],
  ['second_factor_removed', {}, 'Two-step verification turned off'],
  ['second_factor_reset', {}, 'Two-step verification turned off by the operator'],
  ['second_factor_failed', { cause: 'wrong_code' }, 'Wrong code for two-step verification'],
  ['recovery_codes_renewed', {}, 'New recovery codes made; earlier ones no longer work'],
  ['passkey_added', { label: 'Work key' }, 'Passkey “Work key” added'],
  ['passkey_added', { label: 'https://evil.example' }, 'Passkey “https: //evil. example” added'],
  ['passkey_removed', { label: 'Work key' }, 'Passkey “Work key” removed'],
  ['passkey_removed', {}, 'Passkey removed'],
  ['signed_up', { method: 'password' }, 'Signed up with a password'],
  ['password_changed', {}, 'Password changed'],
  [
    'password_changed',
    { endedSessions: 1, connectedAccounts: 2 },
    'Password changed, 1 session ended, 2 connected accounts can still sign in',
  ],
  ['password_set', {}, 'Password set'],
  ['password_reset', { endedSessions: 3 }, 'Password reset, 3 sessions ended'],
  [
    'password_reset',
    { endedSessions: 3, connectedAccounts: 1 },
    'Password reset, 3 sessions ended, 1 connected account can still sign in',
  ],
  ['identity_linked', { provider: 'github' }, 'Connected GitHub'],
  ['identity_unlinked', { provider: 'google' }, 'Disconnected Google'],
  ['identity_linked', {}, 'Connected the provider'],
  ['client_approved', { clientId: 'Command line' }, 'Approved Command line'],
  ['client_approved', {}, 'Approved Unnamed app'],
  ['tokens_issued', { clientId: 'cli', method: 'approved:device' }, 'cli signed in'],
  [
    'tokens_issued',
    { clientId: 'backup', method: 'password' },
    'A program calling itself “backup” signed in with your password',
  ],
  [
    'tokens_issued',
    { clientId: 'backup', method: 'password', secondFactor: 'totp' },
    'A program calling itself “backup” signed in with your password and an authenticator code',
  ],
  [
    'tokens_issued',
    { clientId: 'backup', method: 'code' },
    'A program calling itself “backup” signed in with a mailed code',
  ],
  ['tokens_issued', { method: 'password' }, 'Unnamed app signed in'],
  ['refresh_token_reused', {}, 'A refresh token was used twice: someone may have a copy'],
  ['role_changed', { role: 'admin', endedSessions: 1 }, 'Role changed to admin, 1 session ended'],
  ['role_changed', {}, 'Role changed'],
  ['email_changed', {}, 'Email changed'],
  ['email_changed', { email: 'ada@example.com' }, 'Email changed to ada@example.com'],
  ['email_proven', {}, 'Email confirmed'],
  ['email_change_undone', {}, 'Change of the email taken back'],
  ['account_reclaimed', { endedSessions: 1 }, 'Email confirmed; what was set up before was removed, 1 session ended'],
])('%s with %o reads %j', (type, details, text) => {
  expect(says(type, details)).toBe(text)
})

it.each([
  ['signed_out', 'A sign-in to your account'],
  ['sign_in_failed', 'A failed attempt on your account'],
  ['session_ended', 'A change to your sessions'],
  ['user_renamed', 'A change to your account'],
  ['not_known_yet', 'A change to your account'],
  ['constructor', 'A change to your account'],
])('%s, which has no text of its own, reads as its category: %j', (type, text) => {
  expect(says(type)).toBe(text)
})
