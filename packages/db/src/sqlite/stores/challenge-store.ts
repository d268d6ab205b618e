import type { Challenge, ChallengeStore, Consumed, EndedAccess, Ending, Reclaim } from '@latchkey/auth'
import type { UserId } from '@latchkey/schema'
import { and, eq, gt, gte, isNull, lt, ne, or, sql } from 'drizzle-orm'
import type { SqliteEngine } from '../engine.ts'
import { challenges } from '../tables/challenges.ts'
import { passwordCredentials } from '../tables/credentials.ts'
import { identities } from '../tables/identities.ts'
import { users } from '../tables/users.ts'
import { identityCounter } from './identity-store.ts'
import { createReservedAddresses } from './reserved-addresses.ts'

const columns = {
  id: challenges.id,
  kind: challenges.kind,
  email: challenges.email,
  userId: challenges.userId,
  sessionId: challenges.sessionId,
  pending: challenges.pending,
  codeHash: challenges.codeHash,
  tokenHash: challenges.tokenHash,
  browserHash: challenges.browserHash,
  createdAt: challenges.createdAt,
  expiresAt: challenges.expiresAt,
}

/** Before every moment. */
const everSince = 0
/** After every moment. */
const never = Number.MAX_SAFE_INTEGER

export function createSqliteChallengeStore({
  db,
  sessions,
  mails,
  factors,
  write,
  record,
}: SqliteEngine): ChallengeStore {
  const p = sql.placeholder
  const isIt = eq(challenges.id, p('id'))
  const find = db.select(columns).from(challenges).where(isIt).prepare()
  const findByToken = db
    .select(columns)
    .from(challenges)
    .where(eq(challenges.tokenHash, p('tokenHash')))
    .prepare()
  const findUsable = db
    .select(columns)
    .from(challenges)
    .where(and(isIt, gt(challenges.expiresAt, p('now'))))
    .prepare()
  const deleteReplaced = db
    .delete(challenges)
    .where(
      and(
        eq(challenges.kind, p('kind')),
        or(eq(challenges.browserHash, p('browserHash')), eq(challenges.userId, p('userId'))),
      ),
    )
    .prepare()
  const countTry = db
    .update(challenges)
    .set({ tries: sql`tries + 1` })
    .where(and(isIt, lt(challenges.tries, p('max'))))
    .prepare()
  const giveBackTry = db
    .update(challenges)
    .set({ tries: sql`tries - 1` })
    .where(and(isIt, gt(challenges.tries, 0)))
    .prepare()
  const giveToUser = db
    .update(challenges)
    .set({ userId: sql`${p('userId')}`, pending: null })
    .where(isIt)
    .prepare()
  const remove = db.delete(challenges).where(isIt).prepare()
  const deleteOthers = db
    .delete(challenges)
    .where(
      and(
        eq(challenges.userId, p('userId')),
        or(ne(challenges.kind, 'undo_email_change'), gte(challenges.createdAt, p('undosSince'))),
      ),
    )
    .prepare()
  const old = db
    .select({ id: challenges.id })
    .from(challenges)
    .where(lt(challenges.expiresAt, p('moment')))
    .limit(p('limit'))
  const deleteOld = db
    .delete(challenges)
    .where(sql`${challenges.id} IN (${old})`)
    .prepare()

  const isUser = eq(users.id, p('userId'))
  const findUser = db.select({ email: users.email, emailProvenAt: users.emailProvenAt }).from(users)
  const findAddress = findUser.where(isUser).prepare()
  const findOtherWith = db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.email, p('email')), ne(users.id, p('userId'))))
    .prepare()
  const prove = db
    .update(users)
    .set({ emailProvenAt: sql`${p('now')}` })
    .where(and(isUser, isNull(users.emailProvenAt)))
    .prepare()
  const changeEmail = db
    .update(users)
    .set({ email: sql`${p('email')}`, emailProvenAt: sql`${p('now')}` })
    .where(isUser)
    .prepare()
  const rename = db
    .update(users)
    .set({ name: sql`${p('name')}` })
    .where(isUser)
    .prepare()

  const setPassword = db
    .insert(passwordCredentials)
    .values({ userId: p('userId'), hash: p('hash'), createdAt: p('now'), changedAt: p('now') })
    .onConflictDoUpdate({
      target: passwordCredentials.userId,
      set: { hash: sql`excluded.hash`, changedAt: sql`excluded.changed_at` },
    })
    .prepare()
  const deletePassword = db
    .delete(passwordCredentials)
    .where(eq(passwordCredentials.userId, p('userId')))
    .prepare()
  const deleteIdentities = db
    .delete(identities)
    .where(eq(identities.userId, p('userId')))
    .prepare()

  const countIdentities = identityCounter(db)
  const isReserved = createReservedAddresses(db)
  const usable = ({ id, now }: Consumed): Challenge | null => findUsable.get({ id, now: now.getTime() }) ?? null

  /** Whether the user has the address that the challenge was mailed to, and whether they have proven it. */
  function addressOf(userId: UserId, { email }: Challenge): 'proven' | 'unproven' | 'another' {
    const user = findAddress.get({ userId })
    if (user?.email !== email) return 'another'
    return user.emailProvenAt === null ? 'unproven' : 'proven'
  }

  function endAccess(userId: UserId, ending: Ending): EndedAccess {
    sessions.deleteUnfinished(userId)
    return { ended: sessions.endAll({ userId, keep: null }, ending) }
  }

  function takeBack(userId: UserId, { name, passwordHash, ending }: Reclaim, now: Date): EndedAccess {
    if (name !== null) rename.run({ userId, name })
    if (passwordHash === null) deletePassword.run({ userId })
    else setPassword.run({ userId, hash: passwordHash, now })
    deleteIdentities.run({ userId })
    factors.removeSince(userId, new Date(everSince))
    deleteOthers.run({ userId, undosSince: never })
    return endAccess(userId, ending)
  }

  return {
    async create(challenge, mail) {
      const { kind, browserHash, userId, sessionId } = challenge
      write(() => {
        if (kind !== 'undo_email_change') {
          deleteReplaced.run({ kind, browserHash, userId: sessionId === null ? null : userId })
        }
        db.insert(challenges).values(challenge).run()
        mails.add(mail)
      })
    },
    async findByToken(tokenHash) {
      return findByToken.get({ tokenHash }) ?? null
    },
    async find(id) {
      return find.get({ id }) ?? null
    },
    async countTry(id, max) {
      return countTry.run({ id, max }).changes === 1
    },
    async giveBackTry(id) {
      giveBackTry.run({ id })
    },
    async signUp({ user, passwordHash, start, keep, ...consumed }, recordStart) {
      return write(() => {
        const challenge = usable(consumed)
        if (challenge === null) return 'consumed'
        if (keep && isReserved(user.email, consumed.now)) return 'email_taken'
        const inserted = db.insert(users).values(user).onConflictDoNothing({ target: users.email }).run()
        if (inserted.changes === 0) return 'email_taken'
        if (passwordHash !== null) setPassword.run({ userId: user.id, hash: passwordHash, now: user.createdAt })
        if (keep) giveToUser.run({ id: challenge.id, userId: user.id })
        else remove.run({ id: challenge.id })
        return record(recordStart, sessions.start(start))
      })
    },
    async signIn({ userId, start, reclaim, ...consumed }, recordStart) {
      return write(() => {
        const challenge = usable(consumed)
        if (challenge === null) return 'consumed'
        if (addressOf(userId, challenge) !== (reclaim === null ? 'proven' : 'unproven')) return 'changed'
        remove.run({ id: challenge.id })
        prove.run({ userId, now: consumed.now.getTime() })
        // Before the start: whatever was there ends for this reason.
        const { ended } = reclaim === null ? { ended: [] } : takeBack(userId, reclaim, consumed.now)
        return record(recordStart, { started: sessions.start(start), ended })
      })
    },
    async proveEmail({ userId, ...consumed }, recordProof) {
      return write(() => {
        const challenge = usable(consumed)
        if (challenge === null || addressOf(userId, challenge) === 'another') return 'consumed'
        remove.run({ id: challenge.id })
        prove.run({ userId, now: consumed.now.getTime() })
        return record(recordProof, { email: challenge.email })
      })
    },
    async resetPassword({ userId, passwordHash, ending, ...consumed }, recordReset) {
      return write(() => {
        const challenge = usable(consumed)
        const address = challenge === null ? 'another' : addressOf(userId, challenge)
        if (challenge === null || address === 'another') return 'consumed'
        remove.run({ id: challenge.id })
        if (address === 'unproven') {
          deleteIdentities.run({ userId })
          factors.removeSince(userId, new Date(everSince))
        }
        prove.run({ userId, now: consumed.now.getTime() })
        setPassword.run({ userId, hash: passwordHash, now: consumed.now })
        deleteOthers.run({ userId, undosSince: never })
        const connectedAccounts = countIdentities(userId)
        return record(recordReset, { ...endAccess(userId, ending), connectedAccounts })
      })
    },
    async changeEmail({ userId, email, token, undo, ...consumed }, recordChange) {
      return write(() => {
        const challenge = usable(consumed)
        if (challenge === null) return 'consumed'
        if (!sessions.isHeld({ token, userId, now: consumed.now })) return 'session_ended'
        if (findOtherWith.get({ email, userId }) !== undefined) return 'email_taken'
        remove.run({ id: challenge.id })
        changeEmail.run({ userId, email, now: consumed.now.getTime() })
        if (undo !== null) {
          db.insert(challenges).values(undo.challenge).run()
          mails.add(undo.mail)
        }
        record(recordChange, { email })
        return 'changed'
      })
    },
    async undoEmailChange({ userId, email, changedAt, ending, ...consumed }, recordUndo) {
      return write(() => {
        const challenge = usable(consumed)
        if (challenge === null) return 'consumed'
        if (findOtherWith.get({ email, userId }) !== undefined) return 'email_taken'
        remove.run({ id: challenge.id })
        changeEmail.run({ userId, email, now: consumed.now.getTime() })
        deletePassword.run({ userId })
        deleteIdentities.run({ userId })
        factors.removeSince(userId, changedAt)
        deleteOthers.run({ userId, undosSince: changedAt.getTime() })
        return record(recordUndo, endAccess(userId, ending))
      })
    },
    async deleteExpiredBefore(moment, limit) {
      return deleteOld.run({ moment: moment.getTime(), limit }).changes
    },
  }
}
