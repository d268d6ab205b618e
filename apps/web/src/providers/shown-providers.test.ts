import { describe, expect, it } from 'vitest'
import { shownProviders } from './shown-providers.ts'

const offered = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `p${index}`, name: `P${index}` }))
const idsOf = (count: number, lastUsed: string | null): readonly string[] =>
  shownProviders(offered(count), lastUsed).map(({ id }) => id)

describe('shownProviders', () => {
  it.each([0, 1, 4, 5])('shows all of %d', (count) => {
    expect(idsOf(count, null)).toHaveLength(count)
  })

  it('shows the first four of more', () => {
    expect(idsOf(6, null)).toEqual(['p0', 'p1', 'p2', 'p3'])
    expect(idsOf(14, 'p1')).toEqual(['p0', 'p1', 'p2', 'p3'])
    expect(idsOf(14, 'gone')).toEqual(['p0', 'p1', 'p2', 'p3'])
  })

  it('shows the one that was used last, wherever it stands', () => {
    expect(idsOf(14, 'p9')).toEqual(['p0', 'p1', 'p2', 'p9'])
  })
})
