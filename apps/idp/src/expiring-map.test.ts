import { expect, it } from 'vitest'
import { ExpiringMap } from './expiring-map.ts'

it('expires an entry at the end of its lifetime, and gives a taken entry to one caller', () => {
  let now = 0
  const map = new ExpiringMap<string>(() => now)
  map.set('code', 'value', 60_000)
  now = 59_999
  expect(map.get('code')).toBe('value')
  now = 60_000
  expect(map.get('code')).toBeNull()
  map.set('code', 'again', 60_000)
  expect([map.take('code'), map.take('code')]).toEqual(['again', null])
})
