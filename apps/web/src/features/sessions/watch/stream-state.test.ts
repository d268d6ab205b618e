import { describe, expect, it } from 'vitest'
import { isDown, isOpen, type StreamHappening, type StreamState, streamStep } from './stream-state.ts'

const off: StreamState = { kind: 'off' }
const live: StreamState = { kind: 'live' }
const resting: StreamState = { kind: 'resting' }

function after(...happenings: readonly StreamHappening[]): StreamState {
  return happenings.reduce(streamStep, off)
}

describe('streamStep', () => {
  it('opens when it is wanted, and is live once it said something', () => {
    expect(after('wanted')).toEqual({ kind: 'connecting', failures: 0 })
    expect(after('wanted', 'heard')).toEqual(live)
    expect(after('wanted', 'heard', 'wanted', 'heard')).toEqual(live)
  })

  it('waits after a failure, longer after more of them, and forgets them once it is live', () => {
    expect(after('wanted', 'failed')).toEqual({ kind: 'waiting', failures: 1 })
    expect(after('wanted', 'failed', 'due', 'failed')).toEqual({ kind: 'waiting', failures: 2 })
    expect(after('wanted', 'failed', 'due', 'failed', 'due', 'heard', 'failed')).toEqual({
      kind: 'waiting',
      failures: 1,
    })
  })

  it('tries at once when it is woken while it waits', () => {
    expect(after('wanted', 'failed', 'woken')).toEqual({ kind: 'connecting', failures: 1 })
    expect(after('wanted', 'heard', 'woken')).toEqual(live)
  })

  it('rests after another tab took its place, until it is looked at or a place is free', () => {
    expect(after('wanted', 'heard', 'closed')).toEqual(resting)
    expect(streamStep(resting, 'due')).toEqual(resting)
    expect(streamStep(resting, 'failed')).toEqual(resting)
    expect(streamStep(resting, 'woken')).toEqual({ kind: 'connecting', failures: 0 })
    expect(streamStep(resting, 'freed')).toEqual({ kind: 'connecting', failures: 0 })
    expect(streamStep(live, 'freed')).toEqual(live)
  })

  it('is over when the session ended, whatever happens next', () => {
    expect(after('wanted', 'heard', 'ended', 'failed', 'due', 'woken', 'freed', 'wanted')).toEqual({ kind: 'over' })
  })

  it('stays off when nobody wants it', () => {
    expect(after('wanted', 'failed', 'unwanted', 'due', 'woken', 'freed', 'failed', 'heard')).toEqual(off)
    expect(after('wanted', 'heard', 'ended', 'unwanted', 'wanted')).toEqual({ kind: 'connecting', failures: 0 })
  })
})

describe('what a state means', () => {
  it('is open while there is a connection or one on its way', () => {
    expect(isOpen(after('wanted'))).toBe(true)
    expect(isOpen(live)).toBe(true)
    expect(isOpen(resting)).toBe(false)
    expect(isOpen(after('wanted', 'failed'))).toBe(false)
  })

  it('is down only after a failure: not at first, and not for another tab', () => {
    expect(isDown(after('wanted'))).toBe(false)
    expect(isDown(resting)).toBe(false)
    expect(isDown(after('wanted', 'failed'))).toBe(true)
    expect(isDown(after('wanted', 'failed', 'due'))).toBe(true)
    expect(isDown(after('wanted', 'failed', 'due', 'heard'))).toBe(false)
  })
})
