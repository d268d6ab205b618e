import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { commonPasswordsFile, listCommonPasswords } from '../testing/list-common-passwords.ts'
import { createBreachedPasswords } from './breached-passwords.ts'
import { buildPasswordFilter } from './build-password-filter.ts'

it('the filter of common passwords is what its list makes, and finds each of them in any case', async () => {
  const list = await listCommonPasswords()
  expect(list.filter((password) => password.length >= 8).length).toBeGreaterThan(10_000)
  const { filter } = await buildPasswordFilter(() => list)
  const isCurrent = filter.toBytes().equals(readFileSync(commonPasswordsFile))
  expect(isCurrent, 'the filter is stale: renew it with pnpm passwords:common').toBe(true)

  const breached = createBreachedPasswords({ files: [commonPasswordsFile], range: null })
  const sample = list.filter((_, index) => index % 50 === 0)
  for (const password of sample)
    expect([password, await breached.includes(` ${password.toUpperCase()}`)]).toEqual([password, true])
  expect(await breached.includes('correct horse battery')).toBe(false)
})
