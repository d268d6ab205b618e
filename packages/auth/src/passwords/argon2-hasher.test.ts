import { describe, expect, it } from 'vitest'
import { createArgon2Hasher } from './argon2-hasher.ts'

const cheap = { memoryCost: 8, timeCost: 1 }

describe('argon2id hashing', () => {
  it('uses 19 MiB, two passes and one lane by default, and a new salt for each hash', async () => {
    const hasher = createArgon2Hasher()
    const [one, other] = await Promise.all([hasher.hash('same'), hasher.hash('same')])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(other).not.toBe(one)
    expect(await hasher.verify(one, 'same')).toBe(true)
    expect(await hasher.verify(one, 'Same')).toBe(false)
    expect(hasher.needsRehash(one)).toBe(false)
  })

  it('verifies a hash with other parameters and says that it needs a rehash', async () => {
    const old = await createArgon2Hasher(cheap).hash('password')
    const hasher = createArgon2Hasher({ memoryCost: 16, timeCost: 1 })
    expect(await hasher.verify(old, 'password')).toBe(true)
    expect(hasher.needsRehash(old)).toBe(true)
  })

  it('returns false when there is no hash', async () => {
    const hasher = createArgon2Hasher(cheap)
    expect(await hasher.verify(null, 'password')).toBe(false)
  })

  it('queues a bounded number of hashes and refuses the rest with RATE_LIMITED', async () => {
    const hasher = createArgon2Hasher(cheap, { concurrency: 2, maxWaiting: 10 })
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => hasher.hash('flood')))
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused).toHaveLength(100 - 2 - 10)
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'RATE_LIMITED' })
    await expect(hasher.hash('afterwards')).resolves.toBeDefined()
  })
})
