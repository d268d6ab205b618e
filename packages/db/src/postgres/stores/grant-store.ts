import type { CodeGrant, DeviceApproval, DeviceGrant, GrantStore, TokenHash, User } from '@latchkey/auth'
import type { Connection } from '../connection.ts'
import { deviceFromRow, grantFromRow, type GrantRow } from '../../rows/grant-from-row.ts'
import type { PostgresEngine } from '../engine.ts'
import { statement } from '../statement.ts'
import { lockForStart, lockLiveSessions, startSession } from './session-changes.ts'
import { userColumns } from './session-rows.ts'

const columns = `
  g.hash, g.kind, g.client_id AS "clientId", g.redirect_uri AS "redirectUri", g.code_challenge AS "codeChallenge",
  g.user_code_hash AS "userCodeHash", g.ip, g.device, g.asked_at AS "requestedAt", g.expires_at AS "expiresAt",
  g.user_id AS "userId", g.approved_by AS "approvedBy", g.denied_at AS "deniedAt", g.session_id AS "sessionId"`
const find = statement<GrantRow>(`SELECT ${columns} FROM grants g WHERE g.hash = $1`)
const findApprover = statement<User>(`
  SELECT ${userColumns} FROM sessions s JOIN users u ON u.id = s.user_id
  WHERE s.id = $1 AND s.user_id = $2 AND s.ended_at IS NULL AND s.idle_expires_at > $3`)
const isWaiting = 'user_code_hash = $1 AND user_id IS NULL AND denied_at IS NULL AND expires_at > $2'
const findWaiting = statement<GrantRow>(`SELECT ${columns} FROM grants g WHERE ${isWaiting}`)
// Shared, so that the session does not end, nor its token change, before what it approves is stored.
const lockHolder = statement<object>(`
  SELECT FROM sessions WHERE token_hash = $1 AND id = $2 AND user_id = $3 AND idle_expires_at > $4 FOR SHARE`)
const insert = statement(`
  INSERT INTO grants (hash, kind, client_id, asked_at, expires_at, redirect_uri, code_challenge, user_id, approved_by,
    user_code_hash, ip, device)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (user_code_hash) DO NOTHING`)
const approve = statement(`
  UPDATE grants SET user_id = $3, approved_by = $4, expires_at = least(expires_at, $5) WHERE ${isWaiting}`)
const deny = statement(`UPDATE grants SET denied_at = $2 WHERE ${isWaiting}`)
const redeem = statement(`
  UPDATE grants SET used_at = $2, session_id = $3
  WHERE hash = $1 AND used_at IS NULL AND expires_at > $2 AND user_id = $4 AND approved_by = $5`)
const deleteOld = statement(`
  DELETE FROM grants WHERE hash = ANY (
    ARRAY (SELECT hash FROM grants WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
  )`)

async function insertGrant(connection: Connection, grant: CodeGrant | DeviceGrant): Promise<boolean> {
  const { hash, kind, clientId, requestedAt, expiresAt } = grant
  const own =
    grant.kind === 'code'
      ? [grant.redirectUri, grant.codeChallenge, grant.approval.userId, grant.approval.sessionId, null, null, null]
      : [null, null, null, null, grant.userCodeHash, grant.ip, grant.device]
  return (await connection.run(insert, hash, kind, clientId, requestedAt, expiresAt, ...own)) === 1
}

interface Holder extends Pick<DeviceApproval, 'userId' | 'sessionId'> {
  readonly token: TokenHash
}

async function isHolder(connection: Connection, { token, sessionId, userId }: Holder, now: Date): Promise<boolean> {
  return (await connection.row(lockHolder, token, sessionId, userId, now)) !== null
}

export function createPostgresGrantStore({ reads, writes, transaction, record }: PostgresEngine): GrantStore {
  return {
    insert: (device) => insertGrant(writes, device),
    insertApproved: (code, token, recordApproval) =>
      transaction(async (connection) => {
        if (!(await isHolder(connection, { ...code.approval, token }, code.requestedAt))) return false
        await insertGrant(connection, code)
        await record(connection, recordApproval, code)
        return true
      }),
    async find(hash, now) {
      const row = await reads.row(find, hash)
      if (row === null) return null
      const grant = grantFromRow(row)
      const { approval } = grant
      const approver =
        approval === null ? null : await reads.row(findApprover, approval.sessionId, approval.userId, now)
      return { grant, approver, session: row.sessionId }
    },
    async findWaiting(userCode, now) {
      const row = await reads.row(findWaiting, userCode, now)
      return row === null ? null : deviceFromRow(row)
    },
    decide: (userCode, approval, now, recordDecision) =>
      transaction(async (connection) => {
        if (approval !== null && !(await isHolder(connection, approval, now))) return false
        const decided =
          approval === null
            ? await connection.run(deny, userCode, now)
            : await connection.run(
                approve,
                userCode,
                now,
                approval.userId,
                approval.sessionId,
                approval.redeemableUntil,
              )
        if (decided === 0) return false
        await record(connection, recordDecision, approval)
        return true
      }),
    redeem: ({ hash, start, now }, recordStart) =>
      transaction(async (connection) => {
        const { id, userId } = start.session
        await lockForStart(connection, start)
        const approvedBy = (await connection.row(find, hash))?.approvedBy ?? null
        const locked = await lockLiveSessions(connection, userId, start.replaces?.target.id ?? null)
        const isLive = locked.some(
          (session) => session.id === approvedBy && session.userId === userId && session.idleExpiresAt > now,
        )
        if (!isLive) return null
        if ((await connection.run(redeem, hash, now, id, userId, approvedBy)) === 0) return null
        return record(connection, recordStart, await startSession(connection, start))
      }),
    deleteExpiredBefore: (moment, limit) => writes.run(deleteOld, moment, limit),
  }
}
