import { fileURLToPath } from 'node:url'

// This file runs from src/ and, bundled, from dist/: both are one folder below apps/server.
const fromHere = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** The root of the checkout: what relative paths of the configuration are relative to. */
export const root = fromHere('../../../')
export const migrationsFolder = fromHere('../../../packages/db/src/sqlite/migrations')
export const postgresMigrationsFolder = fromHere('../../../packages/db/src/postgres/migrations')
export const commonPasswordsFile = fromHere('../../../packages/auth/src/passwords/common-passwords.filter')
export const webFolder = fromHere('../../web/dist')
