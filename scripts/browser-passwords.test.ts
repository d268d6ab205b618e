import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { listCommonPasswords } from '../packages/auth/src/testing/list-common-passwords.ts'
import { browserPasswordsFile, browserPasswordsFilter } from './browser-passwords.ts'

it('the filter of common passwords for browsers is what the server’s list makes, and takes at most 64 KiB', async () => {
  const filter = await browserPasswordsFilter(await listCommonPasswords())
  const isCurrent = filter.equals(readFileSync(browserPasswordsFile))
  expect(isCurrent, 'the filter is stale: renew it with pnpm passwords:common').toBe(true)
  expect(filter.length).toBeLessThan(64 * 1024)
})
