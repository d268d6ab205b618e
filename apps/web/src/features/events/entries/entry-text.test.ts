import type { EndReason, EventDetails, EventType, EventView } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { nodeText } from '../../../language/node-text.ts'
import { english, german } from '../../../language/testing-texts.ts'
import { entryText } from './entry-text.ts'
import { testingEvent } from '../testing-event.ts'
import { timelineEntries } from './timeline-entries.ts'

const known = { providers: [{ id: 'example', name: 'Example ID' }], clients: [], aProvider: 'the provider' }
const inEnglish = {
  ...known,
  texts: english('events'),
  reasons: english('endReasons'),
  methods: english('methods'),
}
const inGerman = { ...known, texts: german('events'), reasons: german('endReasons'), methods: german('methods') }

function text(events: readonly EventView[], options: typeof inEnglish = inEnglish): readonly string[] {
  return timelineEntries(events).map((entry) => nodeText(entryText(entry, options)))
}

function ended(endReason: EndReason, ...targets: readonly string[]): readonly EventView[] {
  return targets.map((id) =>
    testingEvent({ id, type: 'session_ended', requestId: 'r1', details: { endReason, target: { id, name: id } } }),
  )
}

function failed(type: EventType, count: number, details: EventDetails = {}): readonly EventView[] {
  return Array.from({ length: count }, (_, index) => testingEvent({ id: `f${index}`, type, sessionId: null, details }))
}

describe('the text of an entry', () => {
  it('counts the sessions that one act ended', () => {
    expect(text(ended('ended_by_user', 'pixel', 'ipad'))).toEqual(['Ended 2 sessions'])
    expect(text(ended('ended_by_user', 'pixel', 'ipad'), inGerman)).toEqual(['2 Sitzungen beendet'])
    expect(text(ended('ended_by_user', 'pixel', 'mac', 'ipad'))).toEqual(['Signed out everywhere, 3 sessions ended'])
    expect(text(ended('limit', 'pixel', 'ipad'))).toEqual(['2 sessions ended: made room for a newer session'])
    expect(text(ended('password_changed', 'pixel', 'ipad'), inGerman)).toEqual([
      '2 Sitzungen sind beendet: das Passwort wurde geändert',
    ])
  })

  it('is that of the change that ended them', () => {
    const details = { endedSessions: 2, connectedAccounts: 1 }
    const change = testingEvent({ id: 'change', type: 'password_changed', requestId: 'r1', details })
    expect(text([...ended('password_changed', 'pixel', 'ipad'), change])).toEqual([
      'Password changed, 2 sessions ended, 1 connected account can still sign in',
    ])
  })

  it('counts failed attempts of one kind', () => {
    const details = { cause: 'wrong_password' } as const
    expect(text(failed('sign_in_failed', 12, details))).toEqual(['12 failed sign-ins'])
    expect(text(failed('step_up_failed', 2, details))).toEqual(['2 failed attempts to confirm it was you'])
    expect(text(failed('password_change_failed', 3, details))).toEqual(['3 failed password changes'])
    expect(text(failed('second_factor_failed', 5, { cause: 'wrong_code' }))).toEqual([
      '5 wrong codes for two-step verification',
    ])
    expect(text(failed('oauth_refused', 2, { provider: 'example' }))).toEqual(['2 failed sign-ins with Example ID'])
    expect(text(failed('sign_in_failed', 12, details), inGerman)).toEqual(['12 fehlgeschlagene Anmeldungen'])
  })

  it('is that of its event where it has one', () => {
    expect(text(ended('ended_by_user', 'pixel'))).toEqual(['Ended “pixel”'])
    expect(text(failed('sign_in_failed', 1, { cause: 'wrong_password' }))).toEqual(['Wrong password at sign-in'])
  })
})
