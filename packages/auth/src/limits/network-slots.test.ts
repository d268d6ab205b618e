import { expect, it } from 'vitest'
import { NetworkSlots } from './network-slots.ts'

it('refuses a network that holds all of its slots, and no other network', async () => {
  const slots = new NetworkSlots(2)
  const { promise, resolve } = Promise.withResolvers<string>()
  const hold = (ip: string) => slots.hold(ip, () => promise)
  const [first, second] = [hold('203.0.113.7'), hold('203.0.113.7')]
  await expect(hold('203.0.113.7')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1 })
  const other = hold('198.51.100.1')
  resolve('done')
  expect(await Promise.all([first, second, other])).toEqual(['done', 'done', 'done'])
  expect(await slots.hold('203.0.113.7', async () => 'again')).toBe('again')
})

it('frees the slot when the work rejects', async () => {
  const slots = new NetworkSlots(1)
  const failing = () => Promise.reject(new Error('no'))
  await expect(slots.hold(null, failing)).rejects.toThrow('no')
  await expect(slots.hold(null, failing)).rejects.toThrow('no')
})
