import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ConnectionHandlers, SessionStream } from './session-stream.ts'

interface Opened extends ConnectionHandlers {
  closedByUs: boolean
}

function stream(): { readonly stream: SessionStream; readonly opened: Opened[] } {
  const opened: Opened[] = []
  const made = new SessionStream({
    random: () => 1,
    onFailed: () => {},
    connect: (handlers) => {
      const connection: Opened = { ...handlers, closedByUs: false }
      opened.push(connection)
      return {
        close: () => {
          connection.closedByUs = true
        },
      }
    },
  })
  return { stream: made, opened }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('SessionStream', () => {
  it('opens one connection, and closes it when it is no longer wanted', () => {
    const { stream: watched, opened } = stream()
    watched.dispatch('wanted')
    watched.dispatch('wanted')
    expect(opened).toHaveLength(1)
    watched.dispatch('unwanted')
    expect(opened[0]?.closedByUs).toBe(true)
    vi.advanceTimersByTime(120_000)
    expect(opened).toHaveLength(1)
  })

  it('opens another after a failure, once the wait is over or the tab becomes visible', () => {
    const { stream: watched, opened } = stream()
    watched.dispatch('wanted')
    opened[0]?.onFailed()
    vi.advanceTimersByTime(999)
    expect(opened).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(opened).toHaveLength(2)
    opened[1]?.onFailed()
    watched.dispatch('visible')
    expect(opened).toHaveLength(3)
    vi.advanceTimersByTime(120_000)
    expect(opened).toHaveLength(3)
  })

  it('ignores events of a connection that it closed', () => {
    const { stream: watched, opened } = stream()
    watched.dispatch('wanted')
    opened[0]?.onFailed()
    watched.dispatch('visible')
    opened[1]?.onMessage()
    opened[0]?.onFailed()
    opened[0]?.onEnded()
    expect(watched.isOpen()).toBe(true)
    expect(opened).toHaveLength(2)
  })

  it('does not connect again while another tab has its slot', () => {
    const { stream: watched, opened } = stream()
    watched.dispatch('wanted')
    opened[0]?.onClosed()
    vi.advanceTimersByTime(600_000)
    expect(opened).toHaveLength(1)
    expect(watched.isPaused()).toBe(false)
    watched.dispatch('visible')
    expect(opened).toHaveLength(2)
  })

  it('is paused once it has been down for several seconds, and not before', () => {
    const { stream: watched, opened } = stream()
    const listener = vi.fn<() => void>()
    watched.onPausedChange(listener)
    watched.dispatch('wanted')
    opened[0]?.onMessage()
    opened[0]?.onFailed()
    vi.advanceTimersByTime(1_000)
    opened[1]?.onFailed()
    vi.advanceTimersByTime(4_900)
    expect(watched.isPaused()).toBe(false)
    vi.advanceTimersByTime(100)
    expect(watched.isPaused()).toBe(true)
    opened.at(-1)?.onMessage()
    expect(watched.isPaused()).toBe(false)
    expect(listener).toHaveBeenCalledTimes(2)
  })
})
