import { describe, expect, it } from 'vitest'
import { isDown, isOpen, type StreamEvent, type StreamState, streamStep } from './stream-state.ts'

const off: StreamState = { kind: 'off' }
const live: StreamState = { kind: 'live' }
const resting: StreamState = { kind: 'resting' }

function after(...events: readonly StreamEvent[]): StreamState {
  return events.reduce(streamStep, off)
}

describe('streamStep', () => {
  it('opens when it is wanted, and is live after the first message', () => {
    expect(after('wanted')).toEqual({ kind: 'connecting', failures: 0 })
    expect(after('wanted', 'message')).toEqual(live)
    expect(after('wanted', 'message', 'wanted', 'message')).toEqual(live)
  })

  it('waits after a failure, longer after more of them, and forgets them once it is live', () => {
    expect(after('wanted', 'failed')).toEqual({ kind: 'waiting', failures: 1 })
    expect(after('wanted', 'failed', 'retry', 'failed')).toEqual({ kind: 'waiting', failures: 2 })
    expect(after('wanted', 'failed', 'retry', 'failed', 'retry', 'message', 'failed')).toEqual({
      kind: 'waiting',
      failures: 1,
    })
  })

  it('tries at once when the tab becomes visible while it waits', () => {
    expect(after('wanted', 'failed', 'visible')).toEqual({ kind: 'connecting', failures: 1 })
    expect(after('wanted', 'message', 'visible')).toEqual(live)
  })

  it('rests while another tab has its slot, until the tab becomes visible or a slot is free', () => {
    expect(after('wanted', 'message', 'closed')).toEqual(resting)
    expect(streamStep(resting, 'retry')).toEqual(resting)
    expect(streamStep(resting, 'failed')).toEqual(resting)
    expect(streamStep(resting, 'visible')).toEqual({ kind: 'connecting', failures: 0 })
    expect(streamStep(resting, 'slotFreed')).toEqual({ kind: 'connecting', failures: 0 })
    expect(streamStep(live, 'slotFreed')).toEqual(live)
  })

  it('is over when the session ended, whatever event follows', () => {
    expect(after('wanted', 'message', 'ended', 'failed', 'retry', 'visible', 'slotFreed', 'wanted')).toEqual({
      kind: 'over',
    })
  })

  it('stays off while it is not wanted', () => {
    expect(after('wanted', 'failed', 'unwanted', 'retry', 'visible', 'slotFreed', 'failed', 'message')).toEqual(off)
    expect(after('wanted', 'message', 'ended', 'unwanted', 'wanted')).toEqual({ kind: 'connecting', failures: 0 })
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
    expect(isDown(after('wanted', 'failed', 'retry'))).toBe(true)
    expect(isDown(after('wanted', 'failed', 'retry', 'message'))).toBe(false)
  })
})
