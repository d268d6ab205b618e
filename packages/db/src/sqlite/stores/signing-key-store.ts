import type { SigningKeyStore } from '@latchkey/auth'
import { desc, gt, lte, or, sql } from 'drizzle-orm'
import type { SqliteEngine } from '../engine.ts'
import { signingKeys } from '../tables/signing-keys.ts'

export function createSqliteSigningKeyStore({ db, write }: SqliteEngine): SigningKeyStore {
  const published = db
    .select()
    .from(signingKeys)
    .where(gt(signingKeys.publishedUntil, sql.placeholder('now')))
    .orderBy(desc(signingKeys.signsFrom))
    .prepare()

  return {
    async listPublished(now) {
      return published.all({ now: now.getTime() })
    },
    async insertUnlessCovered(key) {
      return write(() => {
        const signsFrom = key.signsFrom.getTime()
        const covers = or(sql`${signingKeys.signsFrom} >= ${signsFrom}`, sql`${signingKeys.signsUntil} > ${signsFrom}`)
        if (db.select({ id: signingKeys.id }).from(signingKeys).where(covers).get() !== undefined) return false
        db.insert(signingKeys).values(key).run()
        return true
      })
    },
    async insertAndRetireOthers(key, publishedUntil) {
      write(() => {
        db.update(signingKeys)
          .set({ signsUntil: key.signsFrom, publishedUntil })
          .where(gt(signingKeys.signsUntil, key.signsFrom))
          .run()
        db.insert(signingKeys).values(key).run()
      })
    },
    async insertAndWithdrawOthers(key) {
      return write(() => {
        // oxlint-disable-next-line drizzle/enforce-delete-with-where -- every key is withdrawn
        const { changes } = db.delete(signingKeys).run()
        db.insert(signingKeys).values(key).run()
        return changes
      })
    },
    async deleteUnpublished(now) {
      return db.delete(signingKeys).where(lte(signingKeys.publishedUntil, now)).run().changes
    },
  }
}
