import { afterEach, describe, expect, it } from 'vitest'
import { localTimeOf, noteServerTime, serverNow } from './server-clock.ts'

const noon = Date.parse('2026-11-20T12:00:00Z')
const minute = 60_000

afterEach(() => noteServerTime('Fri, 20 Nov 2026 12:00:00 GMT', noon))

describe('serverNow', () => {
  it('follows the server where this clock is wrong, in either direction', () => {
    noteServerTime('Fri, 20 Nov 2026 12:30:00 GMT', noon)
    expect(serverNow(noon + minute)).toEqual(new Date('2026-11-20T12:31:00Z'))
    noteServerTime('Fri, 20 Nov 2026 09:00:00 GMT', noon)
    expect(serverNow(noon)).toEqual(new Date('2026-11-20T09:00:00Z'))
  })

  it('ignores the latency of a response, and a response without a date', () => {
    noteServerTime('Fri, 20 Nov 2026 11:59:58 GMT', noon)
    expect(serverNow(noon)).toEqual(new Date(noon))
    noteServerTime('Fri, 20 Nov 2026 12:30:00 GMT', noon)
    noteServerTime(null, noon)
    noteServerTime('soon', noon)
    expect(serverNow(noon)).toEqual(new Date(noon + 30 * minute))
  })
})

it('says when a moment of the server is by a clock that is wrong', () => {
  noteServerTime('Fri, 20 Nov 2026 12:30:00 GMT', noon)
  expect(localTimeOf('2026-11-20T12:31:00Z')).toBe(noon + minute)
})
