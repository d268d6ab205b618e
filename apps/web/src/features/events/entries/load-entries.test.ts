import type { EventView } from '@latchkey/schema'
import { expect, it } from 'vitest'
import { loadEntries, type RequestEvents } from './load-entries.ts'
import { testingEvent } from '../testing-event.ts'
import { timelineEntries } from './timeline-entries.ts'

/** A server with these events, the latest first, whose cursors are positions. */
function serve(events: readonly EventView[]): { readonly request: RequestEvents; readonly limits: number[] } {
  const limits: number[] = []
  const request: RequestEvents = async (cursor, limit) => {
    limits.push(limit)
    const end = Number(cursor ?? 0) + limit
    return { events: events.slice(end - limit, end), nextCursor: end < events.length ? String(end) : null }
  }
  return { request, limits }
}

function signIns(count: number): readonly EventView[] {
  return Array.from({ length: count }, (_, index) => testingEvent({ id: `in-${index}` }))
}

function endings(count: number): readonly EventView[] {
  return Array.from({ length: count }, (_, index) =>
    testingEvent({ id: `end-${index}`, type: 'session_ended', requestId: 'r1' }),
  )
}

it('asks once where every event is an entry', async () => {
  const { request, limits } = serve(signIns(100))
  const { events, nextCursor } = await loadEntries(request, null)
  expect(events).toHaveLength(30)
  expect(nextCursor).toBe('30')
  expect(limits).toEqual([30])
})

it('goes on behind an act on many sessions, until there are enough entries', async () => {
  const { request, limits } = serve([...endings(99), ...signIns(100)])
  const { events, nextCursor } = await loadEntries(request, null)
  expect(timelineEntries(events).map(({ events: own }) => own.length)).toEqual([99, ...Array<number>(31).fill(1)])
  expect(nextCursor).toBe('130')
  expect(limits).toEqual([30, 100])
})

it('goes on until the last entry is complete', async () => {
  const { request } = serve([...signIns(28), ...endings(99), ...signIns(100)])
  const { events } = await loadEntries(request, null)
  expect(events.filter(({ type }) => type === 'session_ended')).toHaveLength(99)
})

it('starts at a cursor, and ends with the last event', async () => {
  const { request, limits } = serve(signIns(40))
  const { events, nextCursor } = await loadEntries(request, '30')
  expect(events).toHaveLength(10)
  expect(nextCursor).toBeNull()
  expect(limits).toEqual([30])
})

it('stops at 530 events, so that thousands of failed attempts do not keep the page waiting', async () => {
  const { request, limits } = serve(
    Array.from({ length: 10_000 }, (_, index) => testingEvent({ id: `f${index}`, type: 'sign_in_failed' })),
  )
  const { events, nextCursor } = await loadEntries(request, null)
  expect(events).toHaveLength(530)
  expect(nextCursor).toBe('530')
  expect(limits).toEqual([30, 100, 100, 100, 100, 100])
})
