import type { EndReason, SessionId } from '@latchkey/schema'
import { after } from '../../core/duration.ts'
import type { Ending, Session, SessionRotation } from '../../sessions/session.ts'
import type { SessionStart, SessionTarget } from '../../sessions/session-store.ts'
import type { User } from '../../users/user.ts'
import { anAttempt } from '../contracts/a-second-factor.ts'
import { aSession, tokenHash } from '../fixtures.ts'
import type { Choose } from './mixed-operation.ts'
import type { Account, MixedWorld } from './mixed-world.ts'

const chances = [0, 1, 2, 3, 4, 5]

/** Whether something is done that is done once in so many times, of six at most. */
export function onceIn(choose: Choose, times: number): boolean {
  return choose(chances.slice(0, times)) === 0
}

/** Returns a session of the account that was live when the batch began; else one that never was. */
export function sessionOf({ user, sessions }: Account, choose: Choose): Session {
  return sessions.length === 0 ? aSession(`none-${user.id}`, user) : choose(sessions)
}

/** Returns a session of any account. */
export function anySession({ accounts }: MixedWorld, choose: Choose): Session {
  return sessionOf(choose(accounts), choose)
}

export function targetOf({ id, userId }: Session): SessionTarget {
  return { id, userId }
}

/** An ending that is decided now. */
export function endingNow({ now }: MixedWorld, by: SessionId | null, reason: EndReason = 'ended_by_user'): Ending {
  return { at: now, reason, by }
}

/** A new token for a session. */
export function rotationOf(world: MixedWorld, { id, tokenHash: from }: Session): SessionRotation {
  return { id, from, to: tokenHash(world.unique('token')), stepUpUntil: after(world.now, 100), secondFactor: null }
}

/**
 * A start of a session, which may replace a session of any user, and may store last uses of the user's sessions. Some sessions
 * are soon over, for the sweeps.
 */
export function startOf(
  world: MixedWorld,
  user: User,
  choose: Choose,
  refreshToken: string | null = null,
): SessionStart {
  const old = onceIn(choose, 3) ? anySession(world, choose) : null
  const own = world.accounts.find((account) => account.user === user)?.sessions ?? []
  return world.startOf(
    user,
    {
      replaces: old === null ? null : { target: targetOf(old), ending: endingNow(world, null, 'replaced') },
      seen: new Map(onceIn(choose, 3) ? own.map(({ id }) => [id, { at: world.now, ip: null }]) : []),
      refreshToken,
    },
    choose([30, 100, 400]),
  )
}

/** As `startOf`, where a second factor is asked for more often than not, in a browser that may be trusted. */
export function signInOf(
  world: MixedWorld,
  user: User,
  choose: Choose,
  refreshToken: string | null = null,
): SessionStart {
  const begun = startOf(world, user, choose, refreshToken)
  if (onceIn(choose, 3)) return begun
  const times = { createdAt: world.now, expiresAt: after(world.now, choose([30, 200])) }
  const trusted = world.accounts.find((account) => account.user === user)?.trustedDevices ?? []
  const device = trusted.length > 0 && onceIn(choose, 3) ? choose(trusted) : null
  return {
    ...begun,
    attempt: anAttempt(world.unique('attempt'), user, times),
    trustedDevice: device?.tokenHash ?? null,
  }
}
