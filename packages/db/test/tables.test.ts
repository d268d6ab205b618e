import { readFileSync } from 'node:fs'
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api'
import { expect, it } from 'vitest'
import { authorizationRequests } from '../src/sqlite/tables/authorization-requests.ts'
import { challenges } from '../src/sqlite/tables/challenges.ts'
import { passwordCredentials } from '../src/sqlite/tables/credentials.ts'
import { eventRetention } from '../src/sqlite/tables/event-retention.ts'
import { events } from '../src/sqlite/tables/events.ts'
import { grants } from '../src/sqlite/tables/grants.ts'
import { identities } from '../src/sqlite/tables/identities.ts'
import { outbox } from '../src/sqlite/tables/outbox.ts'
import { passkeyChallenges, passkeys } from '../src/sqlite/tables/passkeys.ts'
import { rateLimits } from '../src/sqlite/tables/rate-limits.ts'
import { refreshTokens } from '../src/sqlite/tables/refresh-tokens.ts'
import { recoveryCodes, signInAttempts, totpCredentials, trustedDevices } from '../src/sqlite/tables/second-factors.ts'
import { sessionProfiles } from '../src/sqlite/tables/session-profiles.ts'
import { sessionRecords } from '../src/sqlite/tables/session-records.ts'
import { sessions } from '../src/sqlite/tables/sessions.ts'
import { signingKeys } from '../src/sqlite/tables/signing-keys.ts'
import { undeliverableAddresses } from '../src/sqlite/tables/undeliverable-addresses.ts'
import { users } from '../src/sqlite/tables/users.ts'

interface Journal {
  readonly entries: readonly { readonly idx: number }[]
}

const meta = new URL('../src/sqlite/migrations/meta/', import.meta.url)
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, meta), 'utf8'))

it('has a migration for every change of the tables', async () => {
  const { entries } = read('_journal.json') as Journal
  const last = String(entries.at(-1)?.idx).padStart(4, '0')
  const migrated = read(`${last}_snapshot.json`) as Parameters<typeof generateSQLiteMigration>[0]
  const current = await generateSQLiteDrizzleJson({
    users,
    passwordCredentials,
    sessions,
    sessionProfiles,
    sessionRecords,
    identities,
    totpCredentials,
    recoveryCodes,
    trustedDevices,
    signInAttempts,
    passkeys,
    passkeyChallenges,
    events,
    eventRetention,
    rateLimits,
    authorizationRequests,
    refreshTokens,
    signingKeys,
    grants,
    challenges,
    outbox,
    undeliverableAddresses,
  })
  expect(await generateSQLiteMigration(migrated, current)).toEqual([])
})
