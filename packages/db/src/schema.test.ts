import { readFileSync } from 'node:fs'
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api'
import { expect, it } from 'vitest'
import {
  authorizationRequests,
  events,
  grants,
  identities,
  passwordCredentials,
  refreshTokens,
  sessions,
  signingKeys,
  users,
} from './index.ts'

interface Journal {
  readonly entries: readonly { readonly idx: number }[]
}

const meta = new URL('../migrations/meta/', import.meta.url)
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, meta), 'utf8'))

it('has a migration for every change of the tables', async () => {
  const { entries } = read('_journal.json') as Journal
  const last = String(entries.at(-1)?.idx).padStart(4, '0')
  const migrated = read(`${last}_snapshot.json`) as Parameters<typeof generateSQLiteMigration>[0]
  const current = await generateSQLiteDrizzleJson({
    users,
    passwordCredentials,
    sessions,
    identities,
    events,
    authorizationRequests,
    refreshTokens,
    signingKeys,
    grants,
  })
  expect(await generateSQLiteMigration(migrated, current)).toEqual([])
})
