import type { UserId } from '@latchkey/schema'
import { eq, sql } from 'drizzle-orm'
import { sqliteView } from 'drizzle-orm/sqlite-core'
import { sessionProfiles } from './session-profiles.ts'
import { sessions } from './sessions.ts'
import { users } from './users.ts'

/** The sessions with the id of their user and the columns of their profile: what most statements read. */
export const sessionRecords = sqliteView('session_records').as((query) =>
  query
    .select({
      id: sessions.id,
      userNumber: sessions.userNumber,
      userId: sql<UserId>`${users.id}`.as('user_id'),
      tokenHash: sessions.tokenHash,
      tokenKey: sessions.tokenKey,
      endedTokenHash: sessions.endedTokenHash,
      endedTokenKey: sessions.endedTokenKey,
      kind: sessionProfiles.kind,
      clientId: sessionProfiles.clientId,
      name: sessionProfiles.name,
      givenName: sessions.givenName,
      signInMethod: sessionProfiles.signInMethod,
      remembered: sessions.remembered,
      browser: sessionProfiles.browser,
      os: sessionProfiles.os,
      device: sessionProfiles.device,
      ip: sessions.ip,
      deviceFamily: sessionProfiles.deviceFamily,
      network: sessions.network,
      newDevice: sessions.newDevice,
      newNetwork: sessions.newNetwork,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      idleExpiresAt: sessions.idleExpiresAt,
      expiresAt: sessions.expiresAt,
      stepUpUntil: sessions.stepUpUntil,
      secondFactor: sessions.secondFactor,
      endedAt: sessions.endedAt,
      endReason: sessions.endReason,
      endedBy: sessions.endedBy,
      version: sessions.version,
    })
    .from(sessions)
    .innerJoin(users, eq(users.number, sessions.userNumber))
    .innerJoin(sessionProfiles, eq(sessionProfiles.id, sessions.profileId)),
)
