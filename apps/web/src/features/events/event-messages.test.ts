import { endReasons, eventCategoryOf, type EventDetails, type EventType, type EventView } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { phraseText } from '../../components/phrase.tsx'
import { eventMessage } from './event-messages.ts'

const pixel = { id: 'pixel', name: 'Pixel' }
const known = {
  providers: [{ id: 'example', name: 'Example ID' }],
  clients: [{ id: 'latchkey-cli', name: 'Latchkey CLI' }],
}

function text(type: EventType, details: EventDetails = {}): string {
  const event: EventView = {
    id: 'e1',
    type,
    category: eventCategoryOf[type],
    at: '2026-11-20T11:00:00.000Z',
    actor: 'user',
    sessionId: 'mac',
    current: false,
    device: 'Chrome on macOS',
    ip: null,
    place: null,
    requestId: null,
    details,
  }
  return phraseText(eventMessage(event, known), new Date('2026-11-20T12:00:00Z'))
}

describe('eventMessage', () => {
  it('name the sign-in method', () => {
    expect(text('signed_up', { method: 'password' })).toBe('Signed up with password')
    expect(text('signed_in', { method: 'oauth:example' })).toBe('Signed in with Example ID')
    expect(text('signed_in', { method: 'oauth:google' })).toBe('Signed in with Google')
    expect(text('stepped_up', { method: 'password' })).toBe('Confirmed it was you with password')
    expect(text('signed_out')).toBe('Signed out')
  })

  it('call a client by its name, or else by its id', () => {
    expect(text('client_approved', { clientId: 'latchkey-cli' })).toBe('Let Latchkey CLI sign in as you')
    expect(text('client_denied', { clientId: 'latchkey-cli' })).toBe(
      'Said no to Latchkey CLI, which wanted to sign in as you',
    )
    expect(text('client_approved', { clientId: 'gone' })).toBe('Let gone sign in as you')
    expect(text('client_denied')).toBe('Said no to an app, which wanted to sign in as you')
    expect(text('tokens_issued', { clientId: 'latchkey-cli' })).toBe('Tokens given to Latchkey CLI')
    expect(text('tokens_issued', { clientId: 'latchkey-cli', method: 'approved:device' })).toBe(
      'Tokens given to Latchkey CLI',
    )
    expect(text('tokens_issued', { clientId: 'latchkey-cli', method: 'password' })).toBe(
      'Tokens given for the password to a program that calls itself “latchkey-cli”',
    )
  })

  it('say what failed', () => {
    expect(text('sign_in_failed', { cause: 'wrong_password' })).toBe('Wrong password at sign-in')
    expect(text('sign_in_failed', { cause: 'rate_limited' })).toBe(
      'Too many failed sign-ins; more tries were refused for a while',
    )
    expect(text('step_up_failed', { cause: 'wrong_password' })).toBe('Wrong password when asked to confirm')
    expect(text('password_change_failed', { cause: 'wrong_password' })).toBe(
      'Wrong password when changing the password',
    )
    expect(text('oauth_refused', { provider: 'google', refusal: 'ID_TOKEN_NONCE' })).toBe(
      'Signing in with Google was refused',
    )
  })

  it('say how sessions changed', () => {
    expect(text('session_ended', { endReason: 'ended_by_user', target: pixel })).toBe('Ended “Pixel”')
    expect(text('session_ended', { endReason: 'idle', target: pixel })).toBe(
      'Session “Pixel” ended: not used for a while',
    )
    expect(text('session_ended', { endReason: 'ended_by_user', target: { id: 'mac', name: 'Mac' } })).toBe(
      'Ended this session itself',
    )
    expect(text('session_renamed', { name: 'Work laptop', target: pixel })).toBe('Renamed a session to “Work laptop”')
    expect(text('session_renamed', { name: null, target: pixel })).toBe('Took the name of “Pixel” away')
  })

  it('say how sign-in methods changed', () => {
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
    expect(text('identity_linked', { provider: 'google' })).toBe('Connected Google')
    expect(text('identity_unlinked', { provider: 'example' })).toBe('Disconnected Example ID')
    expect(text('role_changed', { role: 'admin', endedSessions: 3 })).toBe('Role changed to admin, 3 sessions ended')
  })

  it('have a sentence for every event type, with or without its details', () => {
    for (const type of Object.keys(eventCategoryOf) as EventType[]) {
      expect(text(type)).toMatch(/^[A-Z][^_]*[^.]$/)
      expect(text(type, { cause: 'rate_limited' })).not.toContain('undefined')
    }
    for (const endReason of endReasons) {
      expect(text('session_ended', { endReason, target: pixel })).toMatch(/Pixel/)
      expect(text('session_ended', { endReason })).not.toContain('_')
    }
  })
})
