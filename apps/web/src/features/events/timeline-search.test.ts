import { describe, expect, it } from 'vitest'
import { parseTimelineSearch } from './timeline-search.ts'

describe('parseTimelineSearch', () => {
  it('keeps a category that there is', () => {
    expect(parseTimelineSearch({ category: 'refused', page: 2 })).toEqual({ category: 'refused' })
  })

  it('shows everything for anything else', () => {
    for (const category of ['none', '', 1, null, ['refused'], undefined]) {
      expect(parseTimelineSearch({ category })).toEqual({})
    }
  })
})
