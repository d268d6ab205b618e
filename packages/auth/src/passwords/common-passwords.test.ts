import { expect, it } from 'vitest'
import { loadCommonPasswords } from './common-passwords.ts'

it('has more than ten thousand passwords of at least eight characters, all in lower case', async () => {
  const common = await loadCommonPasswords()
  const longEnough = [...common].filter((password) => password.length >= 8)
  expect(longEnough.length).toBeGreaterThan(10_000)
  expect([...common].filter((password) => password !== password.toLowerCase())).toEqual([])
})
