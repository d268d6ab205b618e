import type { SigningKey, SigningKeyStore } from '@latchkey/auth'
import type { Connection } from '../connection.ts'
import type { PostgresEngine } from '../engine.ts'
import { statement } from '../statement.ts'

const listPublished = statement<SigningKey>(`
  SELECT id, algorithm, public_jwk AS "publicJwk", sealed_private_key AS "sealedPrivateKey", created_at AS "createdAt",
    signs_from AS "signsFrom", signs_until AS "signsUntil", published_until AS "publishedUntil"
  FROM signing_keys WHERE published_until > $1 ORDER BY signs_from DESC`)
// No row is there to lock while a key is missing: of several servers one looks and adds at a time.
const lockKeys = statement<object>("SELECT pg_advisory_xact_lock(hashtext('latchkey.signing_keys'))")
const findCovering = statement<object>('SELECT FROM signing_keys WHERE signs_from >= $1 OR signs_until > $1 LIMIT 1')
const insert = statement(`
  INSERT INTO signing_keys (id, algorithm, public_jwk, sealed_private_key, created_at, signs_from, signs_until,
    published_until)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)
const retire = statement('UPDATE signing_keys SET signs_until = $1, published_until = $2 WHERE signs_until > $1')
const withdraw = statement('DELETE FROM signing_keys')
const deleteUnpublished = statement('DELETE FROM signing_keys WHERE published_until <= $1')

async function insertKey(connection: Connection, key: SigningKey): Promise<void> {
  const { id, algorithm, publicJwk, sealedPrivateKey, createdAt, signsFrom, signsUntil, publishedUntil } = key
  const moments = [createdAt, signsFrom, signsUntil, publishedUntil]
  await connection.run(insert, id, algorithm, JSON.stringify(publicJwk), sealedPrivateKey, ...moments)
}

export function createPostgresSigningKeyStore({ reads, transaction }: PostgresEngine): SigningKeyStore {
  const alone = <T>(work: (connection: Connection) => Promise<T>): Promise<T> =>
    transaction(async (connection) => {
      await connection.row(lockKeys)
      return work(connection)
    })
  return {
    listPublished: (now) => reads.rows(listPublished, now),
    insertUnlessCovered: (key) =>
      alone(async (connection) => {
        if ((await connection.row(findCovering, key.signsFrom)) !== null) return false
        await insertKey(connection, key)
        return true
      }),
    insertAndRetireOthers: (key, publishedUntil) =>
      alone(async (connection) => {
        await connection.run(retire, key.signsFrom, publishedUntil)
        await insertKey(connection, key)
      }),
    insertAndWithdrawOthers: (key) =>
      alone(async (connection) => {
        const withdrawn = await connection.run(withdraw)
        await insertKey(connection, key)
        return withdrawn
      }),
    // It would take the rows in another order than an insertion.
    deleteUnpublished: (now) => alone((connection) => connection.run(deleteUnpublished, now)),
  }
}
