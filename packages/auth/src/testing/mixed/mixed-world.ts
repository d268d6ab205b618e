import type { MailId, UserId } from '@latchkey/schema'
import type { AuthStores } from '../../auth-stores.ts'
import type { Challenge } from '../../challenges/challenge.ts'
import { after } from '../../core/duration.ts'
import type { GrantHash, UserCodeHash } from '../../grants/grant.ts'
import type { Identity } from '../../identities/identity.ts'
import type { StateHash } from '../../oauth/authorization-request.ts'
import type { Passkey } from '../../passkeys/passkey.ts'
import type { RecoveryCode, TotpCredential } from '../../second-factors/second-factor.ts'
import type { RefreshTokenHash, Session } from '../../sessions/session.ts'
import type { SessionStart, StartedSession } from '../../sessions/session-store.ts'
import type { SignInAttempt, TrustedDevice } from '../../sessions/sign-in-attempt.ts'
import type { RefreshTokenFamily } from '../../tokens/refresh-token.ts'
import type { User } from '../../users/user.ts'
import { aSession, aStart, aUser, noEvents, start } from '../fixtures.ts'
import { identityOf } from './mixed-records.ts'
import { MixedLedger } from './mixed-ledger.ts'

/** How many live sessions a user may have. */
export const maxSessions = 5
/** How many users act at a time. */
const activeUsers = 4
/** How many secrets of one kind the calls choose from: the newest. */
const remembered = 6
/** As many of challenges, of which there are several kinds. */
const rememberedChallenges = 24
/** As many of attempts, of several users. */
const rememberedAttempts = 12
/** The first letters of recovery codes. */
export const slots = ['B', 'C', 'D']
/** After how many batches the oldest user is left alone, and a new one acts. */
const batchesPerUser = 8

/** A user with what is stored of them before a batch. */
export interface Account {
  readonly user: User
  readonly hash: string | null
  readonly sessions: readonly Session[]
  readonly identities: readonly Identity[]
  readonly totp: TotpCredential | null
  readonly recoveryCodes: readonly RecoveryCode[]
  readonly trustedDevices: readonly TrustedDevice[]
  readonly passkeys: readonly Passkey[]
}

/** What the calls of a batch choose from. All of it was true when the batch began, and each call may change it. */
export class MixedWorld {
  readonly stores: AuthStores
  readonly ledger = new MixedLedger()
  /** Everyone who has signed up. */
  readonly users: User[] = []
  readonly refreshTokens: { readonly hash: RefreshTokenHash; readonly family: RefreshTokenFamily }[] = []
  readonly codes: { readonly hash: GrantHash; readonly user: User }[] = []
  readonly devices: { readonly hash: GrantHash; readonly userCode: UserCodeHash }[] = []
  readonly states: StateHash[] = []
  /** The names of challenges of passkeys. */
  readonly passkeyChallenges: string[] = []
  readonly challenges: { readonly challenge: Challenge; readonly user: User }[] = []
  /** Sign-ins that wait for a second factor. */
  readonly attempts: { readonly attempt: SignInAttempt; readonly user: User }[] = []
  /** The ids of mails that were claimed. */
  readonly mails: (readonly MailId[])[] = []
  /** Users who may have no other sign-in method than mailed codes. */
  readonly withoutMethod = new Set<UserId>()
  /** Addresses that users have changed to. */
  readonly emails = new Map<UserId, string>()
  accounts: readonly Account[] = []
  now = start
  batch = 0
  #acting: readonly User[] = []
  #names = 0

  constructor(stores: AuthStores) {
    this.stores = stores
  }

  /** Returns a name that nothing else has. Upper and lower case and hyphens, which languages order otherwise than bytes. */
  unique(kind: string): string {
    this.#names += 1
    const name = `${this.#names % 2 === 0 ? kind.toUpperCase() : kind}${this.#names % 3 === 0 ? '-' : '_'}`
    return `${String.fromCodePoint(97 + (this.#names % 26))}${name}${this.#names}`
  }

  /** Moves the clock, and reads what is stored now. */
  async next(): Promise<void> {
    this.now = after(this.now, 20)
    if (this.batch % batchesPerUser === 0) {
      const count = this.batch === 0 ? activeUsers : 1
      for (let added = 0; added < count; added += 1) await this.#addUser()
      this.#acting = this.#acting.slice(-activeUsers)
    }
    for (const list of [
      this.refreshTokens,
      this.codes,
      this.devices,
      this.states,
      this.passkeyChallenges,
      this.mails,
    ]) {
      list.splice(0, Math.max(0, list.length - remembered))
    }
    this.attempts.splice(0, Math.max(0, this.attempts.length - rememberedAttempts))
    this.challenges.splice(0, Math.max(0, this.challenges.length - rememberedChallenges))
    this.accounts = await Promise.all(this.#acting.map((user) => this.#read(user)))
    this.batch += 1
  }

  /** The address of a user, as far as the results say. */
  emailOf({ id, email }: User): string {
    return this.emails.get(id) ?? email
  }

  /** Every other user has a password, and the others an identity. */
  async #addUser(): Promise<void> {
    const user = aUser(this.unique('user'))
    const begun = this.startOf(user)
    const { passwords, identities } = this.stores
    const identity = identityOf(user, this.unique('identity'), this.unique('subject'))
    const started =
      this.users.length % 2 === 0
        ? await passwords.signUp({ user, hash: this.unique('hash'), start: begun }, noEvents)
        : await identities.signUp({ user, identity, start: begun }, noEvents)
    if (typeof started === 'string') throw new Error(`no user could be added: ${started}`)
    this.ledger.start(started)
    this.users.push(user)
    this.#acting = [...this.#acting, user]
  }

  /** A start of a session that time ends after some batches. */
  startOf(user: User, options: Parameters<typeof aStart>[1] = {}, lifetime = 400) {
    const session = aSession(this.unique('session'), user, {
      createdAt: this.now,
      lastSeenAt: this.now,
      idleExpiresAt: after(this.now, lifetime),
      expiresAt: after(this.now, 1000),
    })
    return aStart(session, { max: maxSessions, now: this.now, ...options })
  }

  /** Notes what a sign-in stored: a session, or an attempt in its place. Returns whether it is a session. */
  noteStart(user: User, begun: SessionStart, started: StartedSession): boolean {
    if (started.attempt === null) {
      this.ledger.start(started)
      return true
    }
    this.ledger.wait(begun, started)
    this.attempts.push({ attempt: started.attempt, user })
    return false
  }

  async #read(user: User): Promise<Account> {
    const { passwords, sessions, identities, passkeys, secondFactors } = this.stores
    const [hash, live, linked, added, totp, trustedDevices, ...codes] = await Promise.all([
      passwords.findHash(user.id),
      sessions.listLive(user.id, this.now),
      identities.listByUser(user.id),
      passkeys.listByUser(user.id),
      secondFactors.findTotp(user.id),
      secondFactors.listTrustedDevices(user.id, this.now),
      ...slots.map((slot) => secondFactors.findRecoveryCode(user.id, slot)),
    ])
    const recoveryCodes = codes.filter((code) => code !== null)
    const account = { user, hash, sessions: live, identities: linked, passkeys: added }
    return { ...account, totp, recoveryCodes, trustedDevices }
  }
}
