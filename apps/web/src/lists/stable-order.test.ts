import { describe, expect, it } from 'vitest'
import { stableOrder } from './stable-order.ts'

function order(items: string, shown: string, newItems: 'first' | 'last' = 'first'): string {
  const listed = Array.from(items, (id) => ({ id }))
  return stableOrder(listed, Array.from(shown), newItems)
    .map((item) => item.id)
    .join('')
}

describe('stableOrder', () => {
  it('takes the server’s order when nothing was shown yet', () => {
    expect(order('cab', '')).toBe('cab')
  })

  it('keeps what was shown in its place, whatever the server’s order has become', () => {
    expect(order('cba', 'abc')).toBe('abc')
  })

  it('closes the gap when one is gone', () => {
    expect(order('ca', 'abc')).toBe('ac')
  })

  it('puts what is new first, in the server’s order', () => {
    expect(order('ycxa', 'ac')).toBe('yxac')
  })

  it('puts what is new last while someone is about to click', () => {
    expect(order('ycxa', 'ac', 'last')).toBe('acyx')
  })

  it('forgets the place of one that left, should it come back', () => {
    expect(order('ab', 'b')).toBe('ab')
  })

  it('leaves the list that it was given alone', () => {
    const items = [{ id: 'b' }, { id: 'a' }]
    stableOrder(items, ['a', 'b'], 'first')
    expect(items).toEqual([{ id: 'b' }, { id: 'a' }])
  })
})
