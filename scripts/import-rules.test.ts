import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'

const config = fileURLToPath(new URL('../.oxlintrc.json', import.meta.url))
const oxlint = fileURLToPath(new URL('../node_modules/oxlint/bin/oxlint', import.meta.url))

/** What the linter says of one file, alone in a tree with our rules. */
function lint(file: string, code: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync(config, join(folder, '.oxlintrc.json'))
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), code)
  const { stdout } = spawnSync(process.execPath, [oxlint, '--deny-warnings', '--format=unix'], {
    cwd: folder,
    encoding: 'utf8',
  })
  return stdout
}

it.each([
  ['packages/schema/src/a.ts', '@latchkey/auth'],
  ['packages/schema/src/a.ts', 'node:crypto'],
  ['packages/db/src/sqlite/a.ts', '@latchkey/api'],
  ['packages/db/src/sqlite/a.ts', '@latchkey/auth/testing'],
  ['packages/db/src/sqlite/a.ts', 'lucia'],
  ['packages/auth/src/sessions/a.ts', '@latchkey/db/sqlite'],
  ['packages/auth/src/sessions/a.ts', '@latchkey/api'],
  ['packages/auth/src/sessions/a.ts', 'drizzle-orm'],
  ['packages/auth/src/sessions/a.ts', 'drizzle-orm/better-sqlite3'],
  ['packages/auth/src/sessions/a.ts', 'lucia'],
  ['packages/auth/src/sessions/a.ts', 'express'],
  ['packages/auth/src/sessions/a.ts', '@trpc/server'],
  ['packages/auth/src/testing/a.ts', '@latchkey/db/sqlite'],
  ['packages/auth/src/core/a.ts', '../events/a.ts'],
  ['packages/auth/src/events/a.ts', '../limits/a.ts'],
  ['packages/auth/src/limits/a.ts', '../captcha/a.ts'],
  ['packages/auth/src/captcha/a.ts', '../mail/a.ts'],
  ['packages/auth/src/mail/a.ts', '../users/a.ts'],
  ['packages/auth/src/users/a.ts', '../sessions/a.ts'],
  ['packages/auth/src/sessions/a.ts', '../passwords/a.ts'],
  ['packages/auth/src/sessions/lucia/a.ts', '../../passwords/a.ts'],
  ['packages/auth/src/passwords/a.ts', '../second-factors/a.ts'],
  ['packages/auth/src/second-factors/a.ts', '../passkeys/a.ts'],
  ['packages/auth/src/passkeys/a.ts', '../identities/a.ts'],
  ['packages/auth/src/identities/a.ts', '../oauth/a.ts'],
  ['packages/auth/src/oauth/a.ts', '../challenges/a.ts'],
  ['packages/auth/src/challenges/a.ts', '../clients/a.ts'],
  ['packages/auth/src/oauth/providers/a.ts', '../../grants/a.ts'],
  ['packages/auth/src/clients/a.ts', '../tokens/a.ts'],
  ['packages/auth/src/tokens/a.ts', '../grants/a.ts'],
  ['packages/auth/src/grants/a.ts', '../auth-stores.ts'],
  ['packages/auth/src/grants/a.ts', '../testing/fixtures.ts'],
  ['packages/auth/src/sessions/lucia/a.ts', '@latchkey/db/sqlite'],
  ['packages/api/src/a.ts', '@latchkey/db/sqlite'],
  ['packages/auth/src/sessions/lucia/a.ts', '@trpc/server'],
  ['packages/api/src/a.ts', '@latchkey/auth/testing'],
  ['packages/api/src/a.ts', 'drizzle-orm'],
  ['packages/api/src/a.ts', 'drizzle-orm/better-sqlite3'],
  ['packages/api/src/a.ts', 'express'],
  ['apps/web/src/a.ts', '@latchkey/api'],
  ['apps/web/src/a.ts', '@latchkey/auth'],
  ['apps/web/src/a.ts', 'node:fs'],
  ['apps/web/src/features/sessions/a.ts', '@latchkey/auth'],
  ['apps/web/src/features/sessions/a.ts', '../grants/b.ts'],
  ['apps/web/src/features/sessions/a.ts', '../../features/grants/b.ts'],
  ['apps/web/src/features/sessions/a.ts', '../../routes/b.tsx'],
  ['apps/web/src/features/sessions/history/a.ts', '../../grants/b.ts'],
  ['apps/web/src/features/sessions/history/old/a.ts', '../../../grants/b.ts'],
  ['apps/web/src/session/a.ts', '../features/sessions/b.ts'],
  ['apps/web/src/session/a.ts', '@latchkey/auth'],
  ['apps/web/src/step-up/a.ts', '../features/passwords/b.ts'],
  ['apps/web/src/forms/a.ts', '../features/passwords/b.ts'],
  ['apps/web/src/challenges/a.ts', '../features/passwords/b.ts'],
  ['apps/web/src/components/a.tsx', '../features/users/b.tsx'],
  ['packages/auth/src/oauth/a.ts', 'arctic'],
  ['packages/auth/src/sessions/lucia/a.ts', 'arctic'],
  ['packages/auth/src/oauth/providers/a.ts', 'lucia'],
  ['packages/auth/src/identities/a.ts', '@simplewebauthn/server'],
  ['packages/auth/src/sessions/lucia/a.ts', '@simplewebauthn/server/helpers'],
  ['packages/auth/src/passkeys/a.ts', 'lucia'],
  ['packages/db/src/sqlite/a.ts', '@simplewebauthn/server'],
  ['apps/e2e/src/a.ts', '@latchkey/schema'],
  ['apps/idp/src/a.ts', '@latchkey/schema'],
  ['apps/mailbox/src/a.ts', '@latchkey/schema'],
  ['apps/bench/src/a.ts', '@latchkey/auth'],
  ['packages/mail/src/a.ts', '@latchkey/auth'],
  ['packages/mail/src/a.ts', '@latchkey/db/sqlite'],
  ['packages/mail/src/documents/a.ts', 'nodemailer'],
  ['packages/mail/src/documents/a.ts', 'node:net'],
  ['packages/mail/src/smtp/a.ts', '@latchkey/auth'],
  ['packages/mail/test/a.test.ts', '@latchkey/auth/testing'],
  ['packages/client/src/a.ts', '@latchkey/api'],
  ['packages/client/src/a.ts', '@latchkey/auth'],
  ['packages/client/src/a.ts', 'node:fs'],
  ['packages/client/src/node/a.ts', '@latchkey/api'],
  ['packages/client/src/node/a.ts', '@latchkey/auth'],
  ['examples/cli/src/a.ts', '@latchkey/schema'],
])('%s may not import %s', (file, module) => {
  expect(lint(file, `import { a } from '${module}'\n\na()\n`)).toContain('no-restricted-imports')
})

it.each([
  ['packages/auth/src/sessions/a.ts', `import { a } from '@latchkey/schema'\n\na()\n`],
  ['packages/db/src/sqlite/a.ts', `import { a } from '@latchkey/auth'\n\na()\n`],
  ['packages/auth/src/grants/a.ts', `import { a } from '../tokens/a.ts'\n\na()\n`],
  ['packages/auth/src/captcha/a.ts', `import { a } from '../limits/a.ts'\n\na()\n`],
  ['packages/auth/src/users/a.ts', `import { a } from '../mail/a.ts'\n\na()\n`],
  ['packages/auth/src/challenges/a.ts', `import { a } from '../identities/a.ts'\n\na()\n`],
  ['packages/auth/src/sessions/lucia/a.ts', `import { a } from '../../users/user.ts'\n\na()\n`],
  ['packages/auth/src/sessions/a.test.ts', `import { a } from '../testing/fixtures.ts'\n\na()\n`],
  ['packages/auth/src/oauth/providers/a.ts', `import { a } from 'arctic'\n\na()\n`],
  ['packages/auth/src/sessions/lucia/a.ts', `import { a } from 'lucia'\n\na()\n`],
  ['packages/auth/src/passkeys/a.ts', `import { a } from '@simplewebauthn/server'\n\na()\n`],
  ['packages/api/src/a.ts', `import { a } from '@latchkey/auth'\n\na()\n`],
  ['apps/web/src/a.ts', `import { a } from '@latchkey/schema'\n\na()\n`],
  ['apps/web/src/a.ts', `import type { A } from '@latchkey/api'\n\nexport type B = A\n`],
  ['apps/server/src/a.ts', `import { a } from '@latchkey/db/sqlite'\n\na()\n`],
  ['apps/web/src/features/sessions/a.ts', `import { a } from './b.ts'\n\na()\n`],
  ['apps/web/src/features/sessions/a.ts', `import { a } from './history/b.ts'\n\na()\n`],
  ['apps/web/src/features/sessions/a.ts', `import { a } from '../../session/b.ts'\n\na()\n`],
  ['apps/web/src/features/sessions/a.ts', `import type { A } from '@latchkey/api'\n\nexport type B = A\n`],
  ['apps/web/src/features/sessions/history/a.ts', `import { a } from '../b.ts'\n\na()\n`],
  ['apps/web/src/features/sessions/history/a.ts', `import { a } from '../../../components/b.ts'\n\na()\n`],
  ['apps/web/src/features/sessions/history/old/a.ts', `import { a } from '../../b.ts'\n\na()\n`],
  ['apps/web/src/routes/a.tsx', `import { a } from '../features/sessions/b.ts'\n\na()\n`],
  ['apps/web/src/main.tsx', `import { a } from './features/oauth/b.ts'\n\na()\n`],
  ['apps/bench/src/a.ts', `import { a } from '@latchkey/schema'\n\na()\n`],
  ['packages/mail/src/a.ts', `import { a } from '@latchkey/schema'\n\na()\n`],
  ['packages/mail/src/smtp/a.ts', `import { a } from 'nodemailer'\n\na()\n`],
  ['packages/client/src/a.ts', `import { a } from '@latchkey/schema'\n\na()\n`],
  ['packages/client/src/a.ts', `import type { A } from '@latchkey/api'\n\nexport type B = A\n`],
  ['packages/client/src/node/a.ts', `import { a } from 'node:fs'\n\na()\n`],
  ['examples/cli/src/a.ts', `import { a } from '@latchkey/client/node'\n\na()\n`],
])('%s may say %j', (file, code) => {
  expect(lint(file, code)).not.toContain('no-restricted-imports')
})

it('lets no import of types leave a real one behind', () => {
  const code = `import { type A } from '@latchkey/api'\n\nexport type B = A\n`
  expect(lint('apps/web/src/a.ts', code)).toContain('no-import-type-side-effects')
})

it('knows no other reader of the environment than the entry points', () => {
  expect(lint('apps/server/src/a.ts', `export const a = process.env\n`)).toContain('no-process-env')
  expect(lint('apps/server/src/main.ts', `export const a = process.env\n`)).not.toContain('no-process-env')
})

it.each([
  ['packages/auth/src/core/a.ts', 'export const a = Math.random()\n', 'no-restricted-properties'],
  ['packages/auth/src/testing/a.ts', 'export const a = Math.random()\n', 'no-restricted-properties'],
  ['packages/db/src/sqlite/a.ts', 'export const a = Math.random()\n', 'no-restricted-properties'],
  ['packages/api/src/a.ts', 'export const a = Math.random()\n', 'no-restricted-properties'],
  ['packages/client/src/a.ts', 'export const a = Math.random()\n', 'no-restricted-properties'],
  ['apps/server/src/http/a.ts', 'export const a = Math.random()\n', 'no-restricted-properties'],
  ['packages/db/src/sqlite/a.ts', `import { sql } from 'drizzle-orm'\n\nsql.raw('x')\n`, 'no-restricted-properties'],
  ['apps/server/src/a.ts', `import { sql } from 'drizzle-orm'\n\nsql.raw('x')\n`, 'no-restricted-properties'],
  ['apps/web/src/a.tsx', `export const a = <p dangerouslySetInnerHTML={{ __html: 'x' }} />\n`, 'no-danger'],
  [
    'apps/web/src/features/users/a.tsx',
    `export const a = <p dangerouslySetInnerHTML={{ __html: 'x' }} />\n`,
    'no-danger',
  ],
])('%s may not say %j', (file, code, rule) => {
  expect(lint(file, code)).toContain(rule)
})
