import { expect, it } from 'vitest'
import { namedSessions } from './named-sessions.ts'
import { testingEvent } from '../testing-event.ts'

const details = { target: { id: 'pixel', name: 'Pixel' } }

it('names the session in which something was done before the one to which it was done', () => {
  expect(namedSessions(testingEvent({ type: 'session_renamed', sessionId: 'mac', details }))).toEqual(['mac', 'pixel'])
  expect(namedSessions(testingEvent({ sessionId: 'mac' }))).toEqual(['mac'])
  expect(namedSessions(testingEvent({ type: 'sign_in_failed', sessionId: null }))).toEqual([])
})

it('leaves out a session that the event ended', () => {
  expect(namedSessions(testingEvent({ type: 'session_ended', sessionId: 'mac', details }))).toEqual(['mac'])
})
