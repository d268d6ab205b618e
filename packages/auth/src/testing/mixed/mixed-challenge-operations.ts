import type { ChallengeId, SessionId } from '@latchkey/schema'
import type { Challenge, ChallengeKind } from '../../challenges/challenge.ts'
import { triesPerChallenge } from '../../challenges/challenge.ts'
import type { ChallengeStore } from '../../challenges/challenge-store.ts'
import { after } from '../../core/duration.ts'
import type { StartedSession } from '../../sessions/session-store.ts'
import type { User } from '../../users/user.ts'
import { aChallenge } from '../contracts/a-challenge.ts'
import { aMail } from '../contracts/a-mail.ts'
import { aUser } from '../fixtures.ts'
import { endingNow, onceIn, sessionOf, signInOf, startOf } from './mixed-choices.ts'
import { type Choose, isFirst, type MakeOperation, plain, recorded } from './mixed-operation.ts'
import type { Account, MixedWorld } from './mixed-world.ts'

interface Ended {
  readonly ended: readonly { readonly id: SessionId }[]
}

/** A challenge that waits for some batches, to the address that its user has as far as the world knows. */
function newChallenge(world: MixedWorld, { user, sessions }: Account, choose: Choose): Challenge {
  const kind = choose<ChallengeKind>(['sign_in', 'reset_password', 'prove_email', 'change_email', 'change_email'])
  const [session] = sessions
  const isBound = session !== undefined && (kind === 'change_email' || onceIn(choose, 3))
  // Two addresses for all changes of a batch.
  const wanted = `changed-${world.batch}-${choose([0, 1])}@example.com`
  return aChallenge(world.unique('challenge'), {
    kind,
    email: kind === 'change_email' ? wanted : world.emailOf(user),
    userId: onceIn(choose, 3) ? null : user.id,
    sessionId: isBound ? session.id : null,
    // Few browsers, so that they replace what they asked for.
    browserHash: aChallenge(`browser-${choose([0, 1, 2])}-${user.id}`).browserHash,
    createdAt: world.now,
    expiresAt: after(world.now, choose([30, 300])),
  })
}

function aMailOf(world: MixedWorld, recipient: string) {
  return aMail(world.unique('mail'), { recipient, createdAt: world.now, expiresAt: after(world.now, 200) })
}

/** A challenge of one of these kinds that was created, with its account; else one that never was. */
function pending(world: MixedWorld, choose: Choose, ...kinds: readonly ChallengeKind[]) {
  const found = world.challenges.filter(({ challenge }) => kinds.length === 0 || kinds.includes(challenge.kind))
  const { user, challenge } =
    found.length === 0 ? { user: choose(world.accounts).user, challenge: aChallenge('none') } : choose(found)
  return { user, challenge, consumed: { id: challenge.id, now: world.now } }
}

/** Notes that a challenge was consumed, by this call or before. */
function noteConsumed(world: MixedWorld, id: ChallengeId, isByThis: boolean): void {
  if (isByThis) world.ledger.once('challenge', id)
  const index = world.challenges.findIndex(({ challenge }) => challenge.id === id)
  if (index >= 0) world.challenges.splice(index, 1)
}

/** Notes what a change ended: the identities of a user may be linked again, a password set, and an app added. */
function noteEnded(world: MixedWorld, { id }: User, { ended }: Ended): void {
  world.ledger.end(ended)
  world.ledger.giveBack('password', id)
  world.ledger.giveBack('totp', id)
  for (const number of [0, 1]) world.ledger.giveBack('identity', `subject-${world.batch}-${number}`)
}

/** Makes an operation for every method of the store of challenges. */
export const challengeOperations: Readonly<Record<keyof ChallengeStore, MakeOperation>> = {
  create: (world, choose) => {
    const account = choose(world.accounts)
    const challenge = newChallenge(world, account, choose)
    return {
      ...plain('challenges', 'create', challenge, aMailOf(world, challenge.email)),
      settle: () => void world.challenges.push({ challenge, user: account.user }),
    }
  },
  findByToken: (world, choose) => plain('challenges', 'findByToken', pending(world, choose).challenge.tokenHash),
  find: (world, choose) => plain('challenges', 'find', pending(world, choose).challenge.id),
  countTry: (world, choose) => {
    const { id } = pending(world, choose).challenge
    return {
      ...plain('challenges', 'countTry', id, triesPerChallenge),
      settle: (result) => void (isFirst(result, true, false) && world.ledger.countTry(id, triesPerChallenge)),
    }
  },
  giveBackTry: (world, choose) => {
    const { id } = pending(world, choose).challenge
    return { ...plain('challenges', 'giveBackTry', id), settle: () => world.ledger.giveBackTry(id) }
  },
  signUp: (world, choose) => {
    const { consumed } = pending(world, choose)
    const email = `new-${world.batch}-${choose([0, 1])}@example.com`
    const user = { ...aUser(world.unique('user')), email, emailProvenAt: world.now }
    const keep = onceIn(choose, 4)
    const passwordHash = onceIn(choose, 2) ? null : world.unique('hash')
    const args = [{ ...consumed, user, passwordHash, start: startOf(world, user, choose), keep }]
    return recorded(world, user.id, { store: 'challenges', method: 'signUp', args }, (result) => {
      if (result === 'consumed') noteConsumed(world, consumed.id, false)
      if (typeof result === 'string') return isFirst(result, 'email_taken', 'consumed') && false
      if (!keep) noteConsumed(world, consumed.id, true)
      world.ledger.once('email', email)
      world.ledger.start(result as StartedSession)
      world.users.push(user)
      return true
    })
  },
  signIn: (world, choose) => {
    const { user, consumed } = pending(world, choose, 'sign_in')
    const passwordHash = onceIn(choose, 2) ? null : world.unique('hash')
    const ending = endingNow(world, null, 'account_reclaimed')
    const reclaim = { name: onceIn(choose, 2) ? null : world.unique('name'), passwordHash, ending }
    const begun = signInOf(world, user, choose)
    const args = [{ ...consumed, userId: user.id, start: begun, reclaim: onceIn(choose, 2) ? reclaim : null }]
    return recorded(world, user.id, { store: 'challenges', method: 'signIn', args }, (result) => {
      if (result === 'consumed') noteConsumed(world, consumed.id, false)
      if (typeof result === 'string') return isFirst(result, 'changed', 'consumed') && false
      noteConsumed(world, consumed.id, true)
      const outcome = result as Ended & { readonly started: StartedSession }
      noteEnded(world, user, outcome)
      world.noteStart(user, begun, outcome.started)
      world.withoutMethod.add(user.id)
      return true
    })
  },
  proveEmail: (world, choose) => {
    const { user, consumed } = pending(world, choose, 'prove_email')
    const args = [{ ...consumed, userId: user.id }]
    return recorded(world, user.id, { store: 'challenges', method: 'proveEmail', args }, (result) => {
      if (result === 'consumed') noteConsumed(world, consumed.id, false)
      if (typeof result === 'string') return isFirst(result, 'consumed') && false
      noteConsumed(world, consumed.id, true)
      return true
    })
  },
  resetPassword: (world, choose) => {
    const { user, consumed } = pending(world, choose, 'reset_password')
    const ending = endingNow(world, null, 'password_reset')
    const args = [{ ...consumed, userId: user.id, passwordHash: world.unique('hash'), ending }]
    return recorded(world, user.id, { store: 'challenges', method: 'resetPassword', args }, (result) => {
      if (result === 'consumed') noteConsumed(world, consumed.id, false)
      if (typeof result === 'string') return isFirst(result, 'consumed') && false
      noteConsumed(world, consumed.id, true)
      noteEnded(world, user, result as Ended)
      return true
    })
  },
  changeEmail: (world, choose) => {
    const { user, challenge, consumed } = pending(world, choose, 'change_email')
    const { email } = challenge
    const account = world.accounts.find((one) => one.user === user) ?? choose(world.accounts)
    const earlier = world.emailOf(user)
    const undo = aChallenge(world.unique('undo'), {
      kind: 'undo_email_change',
      email: earlier,
      userId: user.id,
      createdAt: world.now,
      expiresAt: after(world.now, 1000),
    })
    const token = sessionOf(account, choose).tokenHash
    const args = [
      { ...consumed, userId: user.id, email, token, undo: { challenge: undo, mail: aMailOf(world, earlier) } },
    ]
    return recorded(world, user.id, { store: 'challenges', method: 'changeEmail', args }, (result) => {
      if (result === 'consumed') noteConsumed(world, consumed.id, false)
      if (!isFirst(result, 'changed', 'email_taken', 'session_ended', 'consumed')) return false
      noteConsumed(world, consumed.id, true)
      world.emails.set(user.id, email)
      world.challenges.push({ challenge: undo, user })
      return true
    })
  },
  undoEmailChange: (world, choose) => {
    const { user, challenge, consumed } = pending(world, choose, 'undo_email_change')
    const { email, createdAt: changedAt } = challenge
    const ending = endingNow(world, null, 'email_change_undone')
    const args = [{ ...consumed, userId: user.id, email, changedAt, ending }]
    return recorded(world, user.id, { store: 'challenges', method: 'undoEmailChange', args }, (result) => {
      if (result === 'consumed') noteConsumed(world, consumed.id, false)
      if (typeof result === 'string') return isFirst(result, 'email_taken', 'consumed') && false
      noteConsumed(world, consumed.id, true)
      noteEnded(world, user, result as Ended)
      world.withoutMethod.add(user.id)
      world.emails.set(user.id, email)
      return true
    })
  },
  deleteExpiredBefore: ({ now }) => plain('challenges', 'deleteExpiredBefore', after(now, -100), 3),
}
