import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ConnectionHandlers, SessionStream } from './session-stream.ts'

interface Opened extends ConnectionHandlers {
  closedByUs: boolean
}

function stream(): { readonly stream: SessionStream; readonly opened: Opened[] } {
  const opened: Opened[] = []
  const made = new SessionStream({
    random: () => 1,
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
  it('opens one connection, and closes it when nobody wants it any more', () => {
    const { stream: watched, opened } = stream()
    watched.happen('wanted')
    watched.happen('wanted')
    expect(opened).toHaveLength(1)
    watched.happen('unwanted')
    expect(opened[0]?.closedByUs).toBe(true)
    vi.advanceTimersByTime(120_000)
    expect(opened).toHaveLength(1)
  })

  it('opens another after a failure, once the wait is over or something wakes it', () => {
    const { stream: watched, opened } = stream()
    watched.happen('wanted')
    opened[0]?.failed()
    vi.advanceTimersByTime(999)
    expect(opened).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(opened).toHaveLength(2)
    opened[1]?.failed()
    watched.happen('woken')
    expect(opened).toHaveLength(3)
    vi.advanceTimersByTime(120_000)
    expect(opened).toHaveLength(3)
  })

  it('hears nothing from a connection that it let go', () => {
    const { stream: watched, opened } = stream()
    watched.happen('wanted')
    opened[0]?.failed()
    watched.happen('woken')
    opened[1]?.heard()
    opened[0]?.failed()
    opened[0]?.ended()
    expect(watched.isOpen()).toBe(true)
    expect(opened).toHaveLength(2)
  })

  it('does not ask again while another tab has its place', () => {
    const { stream: watched, opened } = stream()
    watched.happen('wanted')
    opened[0]?.closed()
    vi.advanceTimersByTime(600_000)
    expect(opened).toHaveLength(1)
    expect(watched.isPaused()).toBe(false)
    watched.happen('woken')
    expect(opened).toHaveLength(2)
  })

  it('is paused once it has been down for several seconds, and not before', () => {
    const { stream: watched, opened } = stream()
    const told = vi.fn<() => void>()
    watched.onPausedChange(told)
    watched.happen('wanted')
    opened[0]?.heard()
    opened[0]?.failed()
    vi.advanceTimersByTime(1_000)
    opened[1]?.failed()
    vi.advanceTimersByTime(4_900)
    expect(watched.isPaused()).toBe(false)
    vi.advanceTimersByTime(100)
    expect(watched.isPaused()).toBe(true)
    opened.at(-1)?.heard()
    expect(watched.isPaused()).toBe(false)
    expect(told).toHaveBeenCalledTimes(2)
  })
})
