import { passwordFilterHeaderBytes } from '@latchkey/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BloomFilter } from './bloom-filter.ts'
import { passwordDigest } from './password-digest.ts'

function filterOf(passwords: readonly string[]): BloomFilter {
  const filter = BloomFilter.forEntries(passwords.length)
  for (const password of passwords) filter.add(passwordDigest(password))
  return filter
}

describe('a Bloom filter', () => {
  it('finds everything that was added, also after it was written and read', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 60 }), (passwords) => {
        const filter = filterOf(passwords)
        const read = BloomFilter.fromBytes(filter.toBytes())
        return passwords.map(passwordDigest).every((digest) => filter.has(digest) && read.has(digest))
      }),
      { numRuns: 60 },
    )
  })

  it('takes 3 bytes for an entry and finds at most one in 10,000 that was not added', () => {
    const entries = 10_000
    const filter = filterOf(Array.from({ length: entries }, (_, index) => `added-${index}`))
    expect(filter.toBytes().length).toBe(passwordFilterHeaderBytes + 3 * entries)
    const probes = 100_000
    let found = 0
    for (let index = 0; index < probes; index += 1) if (filter.has(passwordDigest(`other-${index}`))) found += 1
    expect(found).toBeLessThanOrEqual(probes / 10_000)
  })

  it('that is empty finds nothing', () => {
    expect(filterOf([]).has(passwordDigest('password'))).toBe(false)
  })

  const good = filterOf(['password']).toBytes()
  const changed = (offset: number, bytes: readonly number[]): Buffer => {
    const copy = Buffer.from(good)
    copy.set(bytes, offset)
    return copy
  }

  it.each([
    ['is empty', Buffer.alloc(0), 'it is no filter of passwords'],
    ['is a text', Buffer.from('password\nletmein\n'.repeat(10)), 'it is no filter of passwords'],
    ['is of another version', changed(6, [0x32]), 'it is no filter of passwords'],
    ['is cut off', good.subarray(0, -1), 'it is not whole'],
    ['is too long', Buffer.concat([good, good]), 'it is not whole'],
    ['says that it has no bits', changed(16, [0, 0, 0, 0, 0, 0, 0, 0]), 'its header is damaged'],
    ['says that it has more bits than any file', changed(16, [0xff]), 'its header is damaged'],
    ['says that an entry has no position', changed(8, [0, 0, 0, 0]), 'its header is damaged'],
  ])('is refused when the file %s', (_, file, message) => {
    expect(() => BloomFilter.fromBytes(file)).toThrow(message)
  })
})
