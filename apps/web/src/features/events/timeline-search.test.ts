import { describe, expect, it } from 'vitest'
import { parseTimelineSearch } from './timeline-search.ts'

describe('parseTimelineSearch', () => {
  it('keeps a known category', () => {
    expect(parseTimelineSearch({ category: 'refused', page: 2 })).toEqual({ category: 'refused' })
  })

  it('drops every other value', () => {
    for (const category of ['none', '', 1, null, ['refused'], undefined]) {
      expect(parseTimelineSearch({ category })).toEqual({})
    }
  })
})
