import { endReasons, eventCategoryOf, type EventDetails, type EventType } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { nodeText } from '../../language/node-text.ts'
import { english } from '../../language/testing-texts.ts'
import { eventText } from './event-text.ts'
import { testingEvent } from './testing-event.ts'

const pixel = { id: 'pixel', name: 'Pixel' }
const known = {
  providers: [{ id: 'example', name: 'Example ID' }],
  clients: [{ id: 'latchkey-cli', name: 'Latchkey CLI' }],
  texts: english('events'),
  reasons: english('endReasons'),
  methods: english('methods'),
  aProvider: 'the provider',
}

function text(type: EventType, details: EventDetails = {}): string {
  const event = testingEvent({ type, details })
  return nodeText(eventText(event, known))
}

describe('the text of an event', () => {
  it('names the sign-in method', () => {
    expect(text('signed_up', { method: 'password' })).toBe('Signed up with a password')
    expect(text('signed_up', { method: 'code' })).toBe('Signed up with a mailed code')
    expect(text('signed_in', { method: 'oauth:example' })).toBe('Signed in with Example ID')
    expect(text('signed_in', { method: 'oauth:google' })).toBe('Signed in with Google')
    expect(text('stepped_up', { method: 'password' })).toBe('Confirmed it was you with a password')
    expect(text('signed_out')).toBe('Signed out')
    expect(text('signed_in', { method: 'passkey' })).toBe('Signed in with a passkey')
    expect(text('stepped_up', { method: 'passkey' })).toBe('Confirmed it was you with a passkey')
    expect(text('stepped_up', { method: 'totp' })).toBe('Confirmed it was you with an authenticator code')
    expect(text('stepped_up', { method: 'recovery_code' })).toBe('Confirmed it was you with a recovery code')
  })

  it('names the second factor in the sentence of the first', () => {
    expect(text('signed_in', { method: 'password', secondFactor: 'totp' })).toBe(
      'Signed in with a password and an authenticator code',
    )
    expect(text('signed_in', { method: 'code', secondFactor: 'recovery_code' })).toBe(
      'Signed in with a mailed code and a recovery code',
    )
    expect(text('signed_in', { method: 'oauth:google', secondFactor: 'passkey' })).toBe(
      'Signed in with Google and a passkey',
    )
    expect(text('signed_in', { method: 'password', secondFactor: 'trusted_device' })).toBe(
      'Signed in with a password on a trusted device',
    )
    expect(text('signed_in', { method: 'passkey', secondFactor: 'passkey' })).toBe('Signed in with a passkey')
    expect(text('signed_in', { secondFactor: 'totp' })).toBe('Signed in')
  })

  it('calls a client by its name, or else by its id', () => {
    expect(text('client_approved', { clientId: 'latchkey-cli' })).toBe('Approved Latchkey CLI')
    expect(text('client_denied', { clientId: 'latchkey-cli' })).toBe('Denied Latchkey CLI')
    expect(text('client_approved', { clientId: 'gone' })).toBe('Approved gone')
    expect(text('client_denied')).toBe('Denied Unnamed app')
    expect(text('tokens_issued', { clientId: 'latchkey-cli' })).toBe('Latchkey CLI signed in')
    expect(text('tokens_issued', { clientId: 'latchkey-cli', method: 'approved:device' })).toBe(
      'Latchkey CLI signed in',
    )
    expect(text('tokens_issued', { clientId: 'latchkey-cli', method: 'password' })).toBe(
      'A program calling itself “latchkey-cli” signed in with your password',
    )
    expect(text('tokens_issued', { clientId: 'latchkey-cli', method: 'password', secondFactor: 'totp' })).toBe(
      'A program calling itself “latchkey-cli” signed in with your password and an authenticator code',
    )
    expect(text('tokens_issued', { clientId: 'latchkey-cli', method: 'code' })).toBe(
      'A program calling itself “latchkey-cli” signed in with a mailed code',
    )
  })

  it('says what failed', () => {
    expect(text('sign_in_failed', { cause: 'wrong_password' })).toBe('Wrong password at sign-in')
    expect(text('sign_in_failed', { cause: 'rate_limited' })).toBe(
      'Too many failed sign-ins; further attempts were blocked for a while',
    )
    expect(text('step_up_failed', { cause: 'wrong_password' })).toBe('Wrong password when confirming it was you')
    expect(text('password_change_failed', { cause: 'wrong_password' })).toBe(
      'Wrong current password when changing the password',
    )
    expect(text('second_factor_failed', { cause: 'wrong_code' })).toBe('Wrong code for two-step verification')
    expect(text('oauth_refused', { provider: 'google', refusal: 'ID_TOKEN_NONCE' })).toBe(
      'Couldn’t sign in with Google',
    )
  })

  it('says how sessions changed', () => {
    expect(text('session_ended', { endReason: 'ended_by_user', target: pixel })).toBe('Ended “Pixel”')
    expect(text('session_ended', { endReason: 'idle', target: pixel })).toBe('“Pixel” ended: not used for a while')
    expect(text('session_ended', { endReason: 'ended_by_user', target: { id: 'mac', name: 'Mac' } })).toBe(
      'Signed out everywhere, including this session',
    )
    expect(text('session_renamed', { name: 'Work laptop', target: pixel })).toBe('Renamed a session to “Work laptop”')
    expect(text('user_renamed', { name: 'Ada Lovelace' })).toBe('Changed your name to “Ada Lovelace”')
    expect(text('session_renamed', { name: null, target: pixel })).toBe('Removed the name of “Pixel”')
  })

  it('says how sign-in methods changed', () => {
    expect(text('password_set')).toBe('Password set')
    expect(text('password_changed', { endedSessions: 2 })).toBe('Password changed, 2 sessions ended')
    expect(text('password_changed', { endedSessions: 1 })).toBe('Password changed, 1 session ended')
    expect(text('password_changed', { endedSessions: 0, connectedAccounts: 0 })).toBe('Password changed')
    expect(text('password_changed', { endedSessions: 0, connectedAccounts: 1 })).toBe(
      'Password changed, 1 connected account can still sign in',
    )
    expect(text('password_changed', { endedSessions: 2, connectedAccounts: 2 })).toBe(
      'Password changed, 2 sessions ended, 2 connected accounts can still sign in',
    )
    expect(text('password_reset', { endedSessions: 2 })).toBe('Password reset, 2 sessions ended')
    expect(text('password_reset', { endedSessions: 2, connectedAccounts: 1 })).toBe(
      'Password reset, 2 sessions ended, 1 connected account can still sign in',
    )
    expect(text('identity_linked', { provider: 'google' })).toBe('Connected Google')
    expect(text('identity_unlinked', { provider: 'example' })).toBe('Disconnected Example ID')
    expect(text('role_changed', { role: 'admin', endedSessions: 3 })).toBe('Role changed to admin, 3 sessions ended')
  })

  it('says how second factors and passkeys changed', () => {
    expect(text('second_factor_added')).toBe('Two-step verification turned on')
    expect(text('second_factor_removed')).toBe('Two-step verification turned off')
    expect(text('second_factor_reset')).toBe('Two-step verification turned off by the operator')
    expect(text('recovery_codes_renewed')).toBe('New recovery codes made; earlier ones no longer work')
    expect(text('passkey_added', { label: 'Pixel' })).toBe('Passkey “Pixel” added')
    expect(text('passkey_removed', { label: 'Pixel' })).toBe('Passkey “Pixel” removed')
    expect(text('passkey_renamed', { label: 'Work key' })).toBe('Passkey renamed to “Work key”')
    expect(text('passkey_renamed')).toBe('Passkey renamed')
    expect(text('device_trusted', { label: 'Chrome on macOS' })).toBe('Added “Chrome on macOS” as a trusted device')
    expect(text('device_untrusted', { label: 'Chrome on macOS' })).toBe(
      'Removed “Chrome on macOS” from the trusted devices',
    )
    expect(text('device_untrusted')).toBe('Removed a trusted device')
  })

  it('names the address that the user has from then on', () => {
    const email = 'ada@example.com'
    expect(text('email_proven', { email })).toBe('Email ada@example.com confirmed')
    expect(text('email_changed', { email })).toBe('Email changed to ada@example.com')
    expect(text('email_change_undone', { email, endedSessions: 1 })).toBe(
      'Change of the email taken back, 1 session ended',
    )
    expect(text('account_reclaimed', { endedSessions: 1 })).toBe(
      'Email confirmed; what was set up before was removed, 1 session ended',
    )
  })

  it('is a sentence for every event type, with or without its details', () => {
    for (const type of Object.keys(eventCategoryOf) as EventType[]) {
      expect(text(type)).toMatch(/^[A-Z“][^_]*[^.]$/)
      expect(text(type, { cause: 'rate_limited' })).not.toContain('undefined')
    }
    for (const endReason of endReasons) {
      expect(text('session_ended', { endReason, target: pixel })).toMatch(/Pixel/)
      expect(text('session_ended', { endReason })).not.toContain('_')
    }
  })
})
