import type { MemoryRecords } from './memory-records.ts'
import type { SigningKeyStore } from '../../tokens/signing-key-store.ts'

export function createMemorySigningKeyStore({ signingKeys }: MemoryRecords): SigningKeyStore {
  return {
    async listPublished(now) {
      const published = [...signingKeys.values()].filter(({ publishedUntil }) => publishedUntil > now)
      return published.toSorted((a, b) => b.signsFrom.getTime() - a.signsFrom.getTime())
    },
    async insertUnlessCovered(key) {
      if (
        [...signingKeys.values()].some(
          ({ signsFrom, signsUntil }) => signsFrom >= key.signsFrom || signsUntil > key.signsFrom,
        )
      ) {
        return false
      }
      signingKeys.set(key.id, key)
      return true
    },
    async insertAndRetireOthers(key, publishedUntil) {
      for (const other of signingKeys.values()) {
        if (other.signsUntil <= key.signsFrom) continue
        // One that has not begun never will: it goes as soon as the others do.
        signingKeys.set(other.id, { ...other, signsUntil: key.signsFrom, publishedUntil })
      }
      signingKeys.set(key.id, key)
    },
    async insertAndWithdrawOthers(key) {
      const withdrawn = signingKeys.size
      signingKeys.clear()
      signingKeys.set(key.id, key)
      return withdrawn
    },
    async deleteUnpublished(now) {
      const gone = [...signingKeys.values()].filter(({ publishedUntil }) => publishedUntil <= now)
      for (const { id } of gone) signingKeys.delete(id)
      return gone.length
    },
  }
}
