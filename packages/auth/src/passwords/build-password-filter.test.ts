import { describe, expect, it } from 'vitest'
import { buildPasswordFilter } from './build-password-filter.ts'
import { passwordDigest } from './password-digest.ts'

const sha1 = (password: string): string => passwordDigest(password).toString('hex')

describe('the filter of a list', () => {
  it('has passwords in clear, also in lower case, and digests with and without a count', async () => {
    const lines = ['Tr0ub4dor', '', ' spaced ', 'zoe\u0308', sha1('hashed'), `${sha1('Counted').toUpperCase()}:42`]
    const { filter, entries } = await buildPasswordFilter(() => lines)
    const has = (password: string): boolean => filter.has(passwordDigest(password))
    expect(
      ['Tr0ub4dor', 'tr0ub4dor', ' spaced ', 'spaced', 'zo\u00EB', 'hashed', 'Counted'].filter((one) => !has(one)),
    ).toEqual([])
    expect(['TR0UB4DOR', '', 'counted', sha1('hashed'), 'zoe\u0308'].filter(has)).toEqual([])
    expect(entries).toBe(7)
  })
})
