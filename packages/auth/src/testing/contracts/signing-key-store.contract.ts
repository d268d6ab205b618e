import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { after } from '../../core/duration.ts'
import { start } from '../fixtures.ts'
import type { SigningKeyId } from '@latchkey/schema'
import type { SigningKey } from '../../tokens/signing-key.ts'

function aKey(id: string, from: number, until: number): SigningKey {
  return {
    id: id as SigningKeyId,
    algorithm: 'EdDSA',
    publicJwk: { kty: 'OKP', crv: 'Ed25519', x: id },
    sealedPrivateKey: `sealed ${id}`,
    createdAt: start,
    signsFrom: after(start, from),
    signsUntil: after(start, until),
    publishedUntil: after(start, until + 10),
  }
}

/** What every store of signing keys promises implements. */
export function describeSigningKeyStore(name: string, createStores: () => Promise<AuthStores>): void {
  describe(`${name} signing key store`, () => {
    it('returns every field, and lists the published keys, the last to sign first', async () => {
      const { signingKeys } = await createStores()
      expect(await signingKeys.insertUnlessCovered(aKey('a', 0, 100))).toBe(true)
      expect(await signingKeys.insertUnlessCovered(aKey('b', 100, 200))).toBe(true)
      expect(await signingKeys.listPublished(start)).toEqual([aKey('b', 100, 200), aKey('a', 0, 100)])
      expect((await signingKeys.listPublished(after(start, 110))).map(({ id }) => id)).toEqual(['b'])
    })

    it('adds one of many concurrent keys that are to sign at the same time', async () => {
      const { signingKeys } = await createStores()
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, index) => signingKeys.insertUnlessCovered(aKey(`key-${index}`, index, 100))),
      )
      expect(outcomes.filter(Boolean)).toHaveLength(1)
      expect(await signingKeys.insertUnlessCovered(aKey('within', 50, 150))).toBe(false)
      expect(await signingKeys.insertUnlessCovered(aKey('after', 100, 200))).toBe(true)
    })

    it('lets a key take over before the time of the others', async () => {
      const { signingKeys } = await createStores()
      for (const key of [aKey('a', 0, 100), aKey('b', 100, 200)]) await signingKeys.insertUnlessCovered(key)
      await signingKeys.insertAndRetireOthers(aKey('c', 50, 150), after(start, 60))
      const keys = await signingKeys.listPublished(start)
      expect(keys.map(({ id, signsUntil, publishedUntil }) => [id, signsUntil, publishedUntil])).toEqual([
        ['b', after(start, 50), after(start, 60)],
        ['c', after(start, 150), after(start, 160)],
        ['a', after(start, 50), after(start, 60)],
      ])
    })

    it('withdraws every other key, and adds one, in one transaction', async () => {
      const { signingKeys } = await createStores()
      for (const key of [aKey('a', 0, 100), aKey('b', 100, 200)]) await signingKeys.insertUnlessCovered(key)
      expect(await signingKeys.insertAndWithdrawOthers(aKey('c', 0, 300))).toBe(2)
      expect(await signingKeys.listPublished(start)).toEqual([aKey('c', 0, 300)])
      // The key that the job would have made next: the new one covers its time.
      expect(await signingKeys.insertUnlessCovered(aKey('d', 200, 400))).toBe(false)
    })

    it('deletes keys that are no longer published', async () => {
      const { signingKeys } = await createStores()
      await signingKeys.insertUnlessCovered(aKey('a', 0, 100))
      expect(await signingKeys.deleteUnpublished(after(start, 109))).toBe(0)
      expect(await signingKeys.deleteUnpublished(after(start, 110))).toBe(1)
      expect(await signingKeys.listPublished(start)).toEqual([])
    })
  })
}
