import type { KnownOrigins, SessionOrigin } from '@latchkey/auth'
import type { UserId } from '@latchkey/schema'
import type { SqliteDatabase } from '../open-database.ts'

interface Origin extends SessionOrigin {
  readonly userId: UserId
}

/**
 * Returns a function that reads what the sessions of a user have in common with an origin. It steps from one profile of
 * the user's sessions to the next in their index, however many sessions have each.
 */
export function createKnownOriginsReader({ $client }: SqliteDatabase): (origin: Origin) => KnownOrigins {
  const read = $client.prepare<[Origin], Record<keyof KnownOrigins, number>>(`WITH RECURSIVE
      owner(number) AS (SELECT number FROM users WHERE id = @userId),
      used(profile) AS (
        SELECT min(profile_id) FROM sessions WHERE user_number = (SELECT number FROM owner)
        UNION ALL
        SELECT (
          SELECT min(profile_id) FROM sessions WHERE user_number = (SELECT number FROM owner) AND profile_id > profile
        ) FROM used WHERE profile IS NOT NULL
      )
    SELECT
      EXISTS (SELECT 1 FROM used WHERE profile IS NOT NULL) AS hasSession,
      EXISTS (
        SELECT 1 FROM used JOIN session_profiles ON id = profile WHERE device_family = @deviceFamily
      ) AS hasDeviceFamily,
      EXISTS (
        SELECT 1 FROM used JOIN sessions ON user_number = (SELECT number FROM owner) AND profile_id = profile
        WHERE network IS NOT NULL
      ) AS hasNetwork,
      EXISTS (
        SELECT 1 FROM used JOIN sessions ON user_number = (SELECT number FROM owner) AND profile_id = profile
        WHERE network = @network
      ) AS hasSameNetwork`)
  return ({ userId, deviceFamily, network }) => {
    const found = read.get({ userId, deviceFamily, network })
    return {
      hasSession: found?.hasSession === 1,
      hasDeviceFamily: found?.hasDeviceFamily === 1,
      hasNetwork: found?.hasNetwork === 1,
      hasSameNetwork: found?.hasSameNetwork === 1,
    }
  }
}
