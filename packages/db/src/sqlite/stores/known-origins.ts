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
  const read = $client.prepare<
    [Origin],
    Record<keyof KnownOrigins, number | null>
  >(`WITH RECURSIVE used(owner, profile) AS (
      SELECT number, (SELECT min(profile_id) FROM sessions WHERE user_number = number) FROM users WHERE id = @userId
      UNION ALL
      SELECT owner, (SELECT min(profile_id) FROM sessions WHERE user_number = owner AND profile_id > profile)
      FROM used WHERE profile IS NOT NULL
    )
    SELECT
      count(*) > 0 AS hasSession,
      max((SELECT device_family = @deviceFamily FROM session_profiles WHERE id = profile)) AS hasDeviceFamily,
      max(EXISTS (
        SELECT 1 FROM sessions WHERE user_number = owner AND profile_id = profile AND network IS NOT NULL
      )) AS hasNetwork,
      max(EXISTS (
        SELECT 1 FROM sessions WHERE user_number = owner AND profile_id = profile AND network = @network
      )) AS hasSameNetwork
    FROM used WHERE profile IS NOT NULL`)
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
