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

  it('keeps shown items in their position, whatever the server’s order is now', () => {
    expect(order('cba', 'abc')).toBe('abc')
  })

  it('closes the gap of an item that is gone', () => {
    expect(order('ca', 'abc')).toBe('ac')
  })

  it('puts new items first, in the server’s order', () => {
    expect(order('ycxa', 'ac')).toBe('yxac')
  })

  it('puts new items last while the user is about to click', () => {
    expect(order('ycxa', 'ac', 'last')).toBe('acyx')
  })

  it('treats an item that comes back as new', () => {
    expect(order('ab', 'b')).toBe('ab')
  })

  it('does not change the given list', () => {
    const items = [{ id: 'b' }, { id: 'a' }]
    stableOrder(items, ['a', 'b'], 'first')
    expect(items).toEqual([{ id: 'b' }, { id: 'a' }])
  })
})
