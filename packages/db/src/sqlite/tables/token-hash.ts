import type { TokenHash } from '@latchkey/auth'
import { type SQL, sql } from 'drizzle-orm'
import { blob, customType, type SQLiteColumn } from 'drizzle-orm/sqlite-core'

/** A column of the bytes of token hashes, which are base64url outside of the database. */
export const tokenHashColumn = customType<{ data: TokenHash; driverData: Buffer }>({
  dataType: () => 'blob',
  toDriver: bytesOfHash,
  fromDriver: (bytes) => bytes.toString('base64url') as TokenHash,
})

/** Returns what is stored of a token hash: a statement takes it as the value of a placeholder. */
export function bytesOfHash(hash: TokenHash): Buffer {
  return Buffer.from(hash, 'base64url')
}

/**
 * A column, not stored but in an index, of the first 96 bits of a token hash: among 10⁹ of them two that are the same are
 * not met, and the index takes less than half of what it would with the whole hash.
 */
export function tokenKeyColumn(name: string, hash: SQL) {
  return blob(name, { mode: 'buffer' }).generatedAlwaysAs(sql`substr(${hash}, 1, 12)`, { mode: 'virtual' })
}

/** Selects rows by the bytes of a token hash, by the index of its key. */
export function hasTokenHash(
  { tokenKey, tokenHash }: { readonly tokenKey: SQLiteColumn; readonly tokenHash: SQLiteColumn },
  bytes: unknown,
): SQL {
  return sql`(${tokenKey} = substr(${bytes}, 1, 12) AND ${tokenHash} = ${bytes})`
}
