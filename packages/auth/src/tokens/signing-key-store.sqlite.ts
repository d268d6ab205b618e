import { type LatchkeyDatabase, signingKeys } from '@latchkey/db'
import { desc, gt, lte, or, sql } from 'drizzle-orm'
import type { JWK } from 'jose'
import type { SigningKey, SigningKeyId } from './signing-key.ts'
import type { SigningKeyStore } from './signing-key-store.ts'

export function createSqliteSigningKeyStore(db: LatchkeyDatabase): SigningKeyStore {
  const published = db
    .select()
    .from(signingKeys)
    .where(gt(signingKeys.publishedUntil, sql.placeholder('now')))
    .orderBy(desc(signingKeys.signsFrom))
    .prepare()

  return {
    async listPublished(now) {
      return published.all({ now: now.getTime() }).map(keyFromRow)
    },
    async insertUnlessCovered(key) {
      const { signsFrom } = key
      return db.transaction(
        (tx) => {
          const covered = or(
            sql`${signingKeys.signsFrom} >= ${signsFrom.getTime()}`,
            sql`${signingKeys.signsUntil} > ${signsFrom.getTime()}`,
          )
          if (tx.select({ id: signingKeys.id }).from(signingKeys).where(covered).get() !== undefined) return false
          tx.insert(signingKeys).values(key).run()
          return true
        },
        { behavior: 'immediate' },
      )
    },
    async insertAndRetireOthers(key, publishedUntil) {
      db.transaction(
        (tx) => {
          tx.update(signingKeys)
            .set({ signsUntil: key.signsFrom, publishedUntil })
            .where(gt(signingKeys.signsUntil, key.signsFrom))
            .run()
          tx.insert(signingKeys).values(key).run()
        },
        { behavior: 'immediate' },
      )
    },
    async deleteUnpublished(now) {
      return db.delete(signingKeys).where(lte(signingKeys.publishedUntil, now)).run().changes
    },
  }
}

function keyFromRow(row: typeof signingKeys.$inferSelect): SigningKey {
  return { ...row, id: row.id as SigningKeyId, publicJwk: row.publicJwk as JWK }
}
