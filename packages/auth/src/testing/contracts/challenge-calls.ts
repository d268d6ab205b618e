import type { Challenge } from '../../challenges/challenge.ts'
import { after } from '../../core/duration.ts'
import { aSession, aStart } from '../fixtures.ts'
import type { User } from '../../users/user.ts'
import { aChallenge } from './a-challenge.ts'
import { aMail } from './a-mail.ts'
import type { Round } from './race.ts'
import { later } from './race-calls.ts'
import type { StoreCall } from './store-call.ts'

/** Stores a challenge for the address of the user of a round. */
export async function addChallenge(
  { stores, user, unique }: Round,
  name: string,
  changes: Partial<Challenge> = {},
): Promise<Challenge> {
  const challenge = aChallenge(unique(name), { email: user.email, userId: user.id, ...changes })
  await stores.challenges.create(challenge, aMail(unique(`mail-${name}`), { recipient: challenge.email }))
  return challenge
}

const call = (method: string, args: object): StoreCall => ({ store: 'challenges', method, args: [args], events: [] })

/** Takes the account of a user whose address was not proven back, and starts a session of this name. */
export const reclaiming = ({ user, unique }: Round, { id }: Challenge, name: string): StoreCall =>
  call('signIn', {
    id,
    now: later,
    userId: user.id,
    start: aStart(aSession(unique(name), user), { now: later }),
    reclaim: { name: null, passwordHash: name, ending: { at: later, reason: 'account_reclaimed', by: null } },
  })

/** Creates a user before their address is proven. */
export const signingUp = ({ unique }: Round, { id }: Challenge, user: User): StoreCall =>
  call('signUp', {
    id,
    now: later,
    user,
    passwordHash: null,
    start: aStart(aSession(unique(`of ${user.id}`), user)),
    keep: true,
  })

/** Gives the user of a round this password. */
export const resetting = ({ user }: Round, { id }: Challenge, passwordHash: string): StoreCall =>
  call('resetPassword', {
    id,
    now: later,
    userId: user.id,
    passwordHash,
    ending: { at: later, reason: 'password_reset', by: null },
  })

/** Proves the address of the user of a round. */
export const proving = ({ user }: Round, { id }: Challenge): StoreCall =>
  call('proveEmail', { id, now: later, userId: user.id })

/** Gives the user of a round the address of the challenge. */
export const changing = ({ user, own, unique }: Round, { id, email }: Challenge, name: string): StoreCall =>
  call('changeEmail', {
    id,
    now: later,
    userId: user.id,
    email,
    token: own.tokenHash,
    undo: {
      challenge: aChallenge(unique(`undo-${name}`), { kind: 'undo_email_change', email: user.email, userId: user.id }),
      mail: aMail(unique(`undo-${name}`), { recipient: user.email }),
    },
  })

/** Takes a change of address back, to the address of the challenge. */
export const undoing = ({ user }: Round, { id, email, createdAt }: Challenge): StoreCall =>
  call('undoEmailChange', {
    id,
    now: later,
    userId: user.id,
    email,
    changedAt: createdAt,
    ending: { at: later, reason: 'email_change_undone', by: null },
  })

/** Claims every mail that is due, for longer than a race takes. */
export const claiming: StoreCall = {
  store: 'outbox',
  method: 'claim',
  args: [{ now: later, until: after(later, 1_000_000), limit: 100_000 }],
}
