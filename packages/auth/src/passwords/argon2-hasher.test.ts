import { hash, verify } from '@node-rs/argon2'
import { describe, expect, it } from 'vitest'
import { createArgon2Hasher, defaultHashingBounds } from './argon2-hasher.ts'

const cheap = { memoryCost: 8, timeCost: 1 }
const source = { ip: '203.0.113.7', account: 'ada@example.com', recognised: false }

/** Returns a hasher, and the parameters of every hash that it computed to verify a password. */
function countingHasher(parameters = cheap) {
  const computed: string[] = []
  const hasher = createArgon2Hasher(parameters, defaultHashingBounds, {
    hash,
    verify: async (stored, password) => {
      computed.push(String(stored).split('$', 4)[3] ?? '')
      return verify(stored, password)
    },
  })
  return { hasher, computed }
}

describe('argon2id hashing', () => {
  it('uses 19 MiB, two passes and one lane by default, and a new salt for each hash', async () => {
    const hasher = createArgon2Hasher()
    const [one, other] = await Promise.all([hasher.hash('same', source), hasher.hash('same', source)])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(other).not.toBe(one)
    const verified = (password: string) => hasher.verify({ hash: one, password, parametersInUse: [] }, source)
    expect(await verified('same')).toBe(true)
    expect(await verified('Same')).toBe(false)
    expect(hasher.needsRehash(one)).toBe(false)
  })

  it('verifies a hash with other parameters and says that it needs a rehash', async () => {
    const old = await createArgon2Hasher(cheap).hash('password', source)
    const hasher = createArgon2Hasher({ memoryCost: 16, timeCost: 1 })
    expect(await hasher.verify({ hash: old, password: 'password', parametersInUse: [] }, source)).toBe(true)
    expect(hasher.needsRehash(old)).toBe(true)
  })

  it('returns false when there is no hash', async () => {
    const hasher = createArgon2Hasher(cheap)
    expect(await hasher.verify({ hash: null, password: 'password', parametersInUse: [] }, source)).toBe(false)
  })

  it('queues a bounded number of hashes and refuses the rest with RATE_LIMITED', async () => {
    const hasher = createArgon2Hasher(cheap, { concurrency: 2, maxWaiting: 10 })
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => hasher.hash('flood', source)))
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused).toHaveLength(100 - 2 - 10)
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'RATE_LIMITED' })
    await expect(hasher.hash('afterwards', source)).resolves.toBeDefined()
  })

  it('refuses the work of the block with the most waiting, and never a newcomer from another', async () => {
    const hasher = createArgon2Hasher(cheap, { concurrency: 1, maxWaiting: 20 })
    const flood = Array.from({ length: 300 }, (_, n) => ({ ...source, ip: `10.0.${n % 3}.${n % 256}` }))
    const newcomers = [
      { ...source, ip: '192.0.2.1' },
      { ...source, ip: '10.0.0.1', recognised: true },
    ]
    const outcomes = await Promise.allSettled([...flood, ...newcomers].map((from) => hasher.hash('password', from)))
    expect(outcomes.slice(flood.length).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(300 - 1 - 18)
  })

  it('refuses no newcomer beside many blocks of one provider with one hash each', async () => {
    const hasher = createArgon2Hasher(cheap, { concurrency: 1, maxWaiting: 20 })
    const flood = Array.from({ length: 220 }, (_, n) => ({ ...source, ip: `2001:db8:${n.toString(16)}::1` }))
    const outcomes = await Promise.allSettled(
      [...flood, { ...source, ip: '2001:db9::1' }].map((from) => hasher.hash('password', from)),
    )
    expect(outcomes.at(-1)?.status).toBe('fulfilled')
  })
})

describe('a password that does not match', () => {
  const weak = '$argon2id$v=19$m=8,t=1,p=1$'
  const strong = '$argon2id$v=19$m=32,t=2,p=1$'
  const parametersInUse = [weak, strong]
  const current = { memoryCost: 16, timeCost: 1 }

  it('costs one hash with each set of parameters in use in one order, with whatever set its own hash is made', async () => {
    const hashes = [null, ...(await storedHashes())]
    const costs = await Promise.all(
      hashes.map(async (stored) => {
        const { hasher, computed } = countingHasher(current)
        expect(await hasher.verify({ hash: stored, password: 'wrong', parametersInUse }, source)).toBe(false)
        return computed
      }),
    )
    for (const cost of costs) expect(cost).toEqual(['m=16,t=1,p=1', 'm=8,t=1,p=1', 'm=32,t=2,p=1'])
  })

  it('costs one hash while only the current parameters are in use', async () => {
    for (const stored of [null, await hash('password', { ...current, parallelism: 1 })]) {
      const { hasher, computed } = countingHasher(current)
      const verification = { hash: stored, password: 'wrong', parametersInUse: ['$argon2id$v=19$m=16,t=1,p=1$'] }
      expect(await hasher.verify(verification, source)).toBe(false)
      expect(computed).toEqual(['m=16,t=1,p=1'])
    }
  })

  it('computes nothing for a stored text that is no argon2 hash', async () => {
    const { hasher, computed } = countingHasher(current)
    const verification = { hash: null, password: 'wrong', parametersInUse: ['$2b$12$', 'imported', ''] }
    expect(await hasher.verify(verification, source)).toBe(false)
    expect(computed).toEqual(['m=16,t=1,p=1'])
  })

  it('costs more than the right one, which today’s parameters verify alone', async () => {
    const [weakHash = '', currentHash = ''] = await storedHashes()
    const costOf = async (stored: string) => {
      const { hasher, computed } = countingHasher(current)
      expect(await hasher.verify({ hash: stored, password: 'password', parametersInUse }, source)).toBe(true)
      return computed
    }
    expect(await costOf(currentHash)).toEqual(['m=16,t=1,p=1'])
    expect(await costOf(weakHash)).toEqual(['m=16,t=1,p=1', 'm=8,t=1,p=1'])
  })

  function storedHashes(): Promise<string[]> {
    const sets = [cheap, current, { memoryCost: 32, timeCost: 2 }]
    return Promise.all(sets.map((parameters) => hash('password', { ...parameters, parallelism: 1 })))
  }
})
