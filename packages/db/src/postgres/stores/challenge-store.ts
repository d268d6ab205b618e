import type { Challenge, ChallengeStore, Consumed, EndedAccess, Ending, User } from '@latchkey/auth'
import type { ChallengeId, UserId } from '@latchkey/schema'
import type { Connection } from '../connection.ts'
import type { PostgresEngine } from '../engine.ts'
import { isTaken } from '../postgres-errors.ts'
import { statement } from '../statement.ts'
import { removeFactors } from './factor-changes.ts'
import { countIdentities } from './identity-store.ts'
import { insertMail } from './outbox-changes.ts'
import { AddressReserved, insertUnprovenUser } from './reserved-addresses.ts'
import {
  deleteUnfinished,
  endLocked,
  holdSession,
  lockForStart,
  lockLiveSessions,
  type LockedSession,
  lockUsers,
  startSession,
} from './session-changes.ts'
import { insertUser } from './user-store.ts'

const columns = `
  c.id, c.kind, c.email, c.user_id AS "userId", c.session_id AS "sessionId", c.pending, c.code_hash AS "codeHash",
  c.token_hash AS "tokenHash", c.browser_hash AS "browserHash", c.created_at AS "createdAt", c.expires_at AS "expiresAt"`
const find = statement<Challenge>(`SELECT ${columns} FROM challenges c WHERE c.id = $1`)
const findByToken = statement<Challenge>(`SELECT ${columns} FROM challenges c WHERE c.token_hash = $1`)
// In the order of their ids, so that no two transactions wait for each other.
const lock = statement<Challenge>(
  `SELECT ${columns} FROM challenges c WHERE c.id = $1 OR c.user_id = $2 ORDER BY c.id FOR UPDATE`,
)
// Of two that the same browser asks for at once, the later one deletes the other.
const lockBrowser = statement<object>("SELECT pg_advisory_xact_lock(hashtext('latchkey.challenges ' || $1))")
const deleteReplaced = statement(`
  DELETE FROM challenges WHERE id = ANY (
    ARRAY (
      SELECT id FROM challenges WHERE kind = $1 AND (browser_hash = $2 OR user_id = $3) ORDER BY id FOR UPDATE
    )
  )`)
const insert = statement(`
  INSERT INTO challenges (id, kind, email, user_id, session_id, pending, code_hash, token_hash, browser_hash, created_at,
    expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)
const countTry = statement('UPDATE challenges SET tries = tries + 1 WHERE id = $1 AND tries < $2')
const giveBackTry = statement('UPDATE challenges SET tries = tries - 1 WHERE id = $1 AND tries > 0')
const giveToUser = statement('UPDATE challenges SET user_id = $2, pending = NULL WHERE id = $1')
const remove = statement('DELETE FROM challenges WHERE id = ANY ($1::text[])')
const deleteOld = statement(`
  DELETE FROM challenges WHERE id = ANY (
    ARRAY (SELECT id FROM challenges WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
  )`)

const findAddress = statement<Pick<User, 'email' | 'emailProvenAt'>>(
  'SELECT email, email_proven_at AS "emailProvenAt" FROM users WHERE id = $1',
)
const findOtherWith = statement<object>('SELECT FROM users WHERE email = $1 AND id <> $2')
const prove = statement('UPDATE users SET email_proven_at = $2 WHERE id = $1 AND email_proven_at IS NULL')
const rename = statement('UPDATE users SET name = $2 WHERE id = $1')
// Rows that refer to the user wait for this one, since it changes a key: it comes after every lock of another row.
const changeEmail = statement('UPDATE users SET email = $2, email_proven_at = $3 WHERE id = $1')

const setPassword = statement(`
  INSERT INTO password_credentials (user_id, hash, created_at, changed_at) VALUES ($1, $2, $3, $3)
  ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at`)
const deletePassword = statement('DELETE FROM password_credentials WHERE user_id = $1')
const deleteIdentities = statement('DELETE FROM identities WHERE user_id = $1')

/** A challenge that is locked, with those of the user. */
interface LockedChallenges {
  readonly challenge: Challenge
  readonly all: readonly Challenge[]
}

/** Locks a challenge, and those of a user; `null` where it is gone or has expired. */
async function lockUsable(
  connection: Connection,
  { id, now }: Consumed,
  others: UserId | null = null,
): Promise<LockedChallenges | null> {
  const all = await connection.rows(lock, id, others)
  const challenge = all.find((one) => one.id === id && one.expiresAt > now)
  return challenge === undefined ? null : { challenge, all }
}

async function removeThese(connection: Connection, challenges: readonly Challenge[]): Promise<void> {
  await connection.run(
    remove,
    challenges.map(({ id }): ChallengeId => id),
  )
}

/** Deletes a challenge that is locked, and the others of its user but undos. */
async function removeWithOthers(connection: Connection, { challenge, all }: LockedChallenges): Promise<void> {
  await removeThese(
    connection,
    all.filter((one) => one === challenge || one.kind !== 'undo_email_change'),
  )
}

async function insertChallenge(connection: Connection, challenge: Challenge): Promise<void> {
  const { id, kind, email, userId, sessionId, pending, codeHash, tokenHash, browserHash, createdAt, expiresAt } =
    challenge
  const about = [email, userId, sessionId, pending === null ? null : JSON.stringify(pending)]
  await connection.run(insert, id, kind, ...about, codeHash, tokenHash, browserHash, createdAt, expiresAt)
}

/** Whether a user who is locked has the address that the challenge was mailed to, and whether they have proven it. */
async function addressOf(
  connection: Connection,
  userId: UserId,
  { email }: Challenge,
): Promise<'proven' | 'unproven' | 'another'> {
  const user = await connection.row(findAddress, userId)
  if (user?.email !== email) return 'another'
  return user.emailProvenAt === null ? 'unproven' : 'proven'
}

/** Ends sessions that are locked; grants come last, so that an approval under way is seen. */
async function endAccess(
  connection: Connection,
  userId: UserId,
  { locked, ending }: { readonly locked: readonly LockedSession[]; readonly ending: Ending },
): Promise<EndedAccess> {
  const own = locked.filter((session) => session.userId === userId)
  const ended = await endLocked(connection, own, ending)
  await deleteUnfinished(connection, userId)
  return { ended }
}

export function createPostgresChallengeStore({ reads, writes, transaction, record }: PostgresEngine): ChallengeStore {
  return {
    create: (challenge, mail) =>
      transaction(async (connection) => {
        const { kind, browserHash, sessionId } = challenge
        const userId = sessionId === null ? null : challenge.userId
        if (kind !== 'undo_email_change') {
          if (userId !== null) await lockUsers(connection, userId)
          await connection.row(lockBrowser, browserHash)
          await connection.run(deleteReplaced, kind, browserHash, userId)
        }
        await insertChallenge(connection, challenge)
        await insertMail(connection, mail)
      }),
    findByToken: (tokenHash) => reads.row(findByToken, tokenHash),
    find: (id) => reads.row(find, id),
    countTry: async (id, max) => (await writes.run(countTry, id, max)) === 1,
    giveBackTry: async (id) => void (await writes.run(giveBackTry, id)),
    signUp: ({ user, passwordHash, start, keep, ...consumed }, recordStart) =>
      transaction(async (connection) => {
        await lockForStart(connection, start)
        await lockLiveSessions(connection, user.id, start.replaces?.target.id ?? null)
        const found = await lockUsable(connection, consumed)
        if (found === null) return 'consumed'
        const isInserted = await (keep
          ? insertUnprovenUser(connection, user, consumed.now)
          : insertUser(connection, user))
        if (!isInserted) return 'email_taken'
        if (passwordHash !== null) await connection.run(setPassword, user.id, passwordHash, user.createdAt)
        if (keep) await connection.run(giveToUser, consumed.id, user.id)
        else await removeThese(connection, [found.challenge])
        return record(connection, recordStart, await startSession(connection, start))
      }).catch(emailTaken),
    signIn: ({ userId, start, reclaim, ...consumed }, recordStart) =>
      transaction(async (connection) => {
        await lockForStart(connection, start)
        const locked = await lockLiveSessions(connection, userId, start.replaces?.target.id ?? null)
        const found = await lockUsable(connection, consumed, reclaim === null ? null : userId)
        if (found === null) return 'consumed'
        const address = await addressOf(connection, userId, found.challenge)
        if (address !== (reclaim === null ? 'proven' : 'unproven')) return 'changed'
        if (reclaim === null) {
          await removeThese(connection, [found.challenge])
          const started = await startSession(connection, start)
          return record(connection, recordStart, { started, ended: [] })
        }
        await removeWithOthers(connection, found)
        await connection.run(prove, userId, consumed.now)
        if (reclaim.name !== null) await connection.run(rename, userId, reclaim.name)
        if (reclaim.passwordHash === null) await connection.run(deletePassword, userId)
        else await connection.run(setPassword, userId, reclaim.passwordHash, consumed.now)
        await connection.run(deleteIdentities, userId)
        await removeFactors(connection, userId, null)
        // Before the start: whatever was there ends for this reason.
        const { ended } = await endAccess(connection, userId, { locked, ending: reclaim.ending })
        return record(connection, recordStart, { started: await startSession(connection, start), ended })
      }),
    proveEmail: ({ userId, ...consumed }, recordProof) =>
      transaction(async (connection) => {
        await lockUsers(connection, userId)
        const found = await lockUsable(connection, consumed)
        if (found === null || (await addressOf(connection, userId, found.challenge)) === 'another') return 'consumed'
        await removeThese(connection, [found.challenge])
        await connection.run(prove, userId, consumed.now)
        return record(connection, recordProof, { email: found.challenge.email })
      }),
    resetPassword: ({ userId, passwordHash, ending, ...consumed }, recordReset) =>
      transaction(async (connection) => {
        await lockUsers(connection, userId)
        const locked = await lockLiveSessions(connection, userId)
        const found = await lockUsable(connection, consumed, userId)
        if (found === null) return 'consumed'
        const address = await addressOf(connection, userId, found.challenge)
        if (address === 'another') return 'consumed'
        await removeWithOthers(connection, found)
        if (address === 'unproven') {
          await connection.run(deleteIdentities, userId)
          await removeFactors(connection, userId, null)
        }
        await connection.run(prove, userId, consumed.now)
        await connection.run(setPassword, userId, passwordHash, consumed.now)
        const connectedAccounts = await countIdentities(connection, userId)
        const { ended } = await endAccess(connection, userId, { locked, ending })
        return record(connection, recordReset, { ended, connectedAccounts })
      }),
    changeEmail: ({ userId, email, token, undo, ...consumed }, recordChange) =>
      transaction(async (connection) => {
        await lockUsers(connection, userId)
        const isHeld = await holdSession(connection, { token, userId, now: consumed.now })
        const found = await lockUsable(connection, consumed)
        if (found === null) return 'consumed'
        if (!isHeld) return 'session_ended'
        if ((await connection.row(findOtherWith, email, userId)) !== null) return 'email_taken'
        await removeThese(connection, [found.challenge])
        if (undo !== null) {
          await insertChallenge(connection, undo.challenge)
          await insertMail(connection, undo.mail)
        }
        await connection.run(changeEmail, userId, email, consumed.now)
        await record(connection, recordChange, { email })
        return 'changed' as const
      }).catch(emailTaken),
    undoEmailChange: ({ userId, email, changedAt, ending, ...consumed }, recordUndo) =>
      transaction(async (connection) => {
        await lockUsers(connection, userId)
        const locked = await lockLiveSessions(connection, userId)
        const found = await lockUsable(connection, consumed, userId)
        if (found === null) return 'consumed'
        if ((await connection.row(findOtherWith, email, userId)) !== null) return 'email_taken'
        const { challenge, all } = found
        const isGone = (one: Challenge): boolean => one.kind !== 'undo_email_change' || one.createdAt >= changedAt
        await removeThese(
          connection,
          all.filter((one) => one === challenge || isGone(one)),
        )
        await connection.run(deletePassword, userId)
        await connection.run(deleteIdentities, userId)
        await removeFactors(connection, userId, changedAt)
        const outcome = await endAccess(connection, userId, { locked, ending })
        await connection.run(changeEmail, userId, email, consumed.now)
        return record(connection, recordUndo, outcome)
      }).catch(emailTaken),
    deleteExpiredBefore: (moment, limit) => writes.run(deleteOld, moment, limit),
  }
}

/** Another user took the address after this change had looked, or has it reserved: its transaction is undone. */
function emailTaken(error: unknown): 'email_taken' {
  if (error instanceof AddressReserved || isTaken(error, 'users_email_key')) return 'email_taken'
  throw error
}
