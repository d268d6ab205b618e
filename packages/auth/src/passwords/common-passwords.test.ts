import { expect, it } from 'vitest'
import { loadCommonPasswords } from './common-passwords.ts'

it('lists more than ten thousand that are long enough to be chosen', async () => {
  const common = await loadCommonPasswords()
  const longEnough = [...common].filter((password) => password.length >= 8)
  expect(longEnough.length).toBeGreaterThan(10_000)
  expect([...common].filter((password) => password !== password.toLowerCase())).toEqual([])
})
