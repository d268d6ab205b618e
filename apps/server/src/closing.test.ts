import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, it, onTestFinished } from 'vitest'
import { readConfig } from './config.ts'
import { createContainer, type Container } from './container.ts'
import { createLogger } from './logger.ts'
import { migrationsFolder } from './paths.ts'
import { ada } from './testing.ts'

it('closing writes the last-seen times that were still in memory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  let moment = new Date('2100-01-01T00:00:00Z')
  const environment = { DATABASE_URL: 'file:./test.db', PASSWORD_HASH_MEMORY_KIB: '8', PASSWORD_HASH_PASSES: '1' }
  const config = readConfig(environment, folder)
  const open = (): Container => createContainer(config, createLogger('silent'), migrationsFolder, () => moment)
  const client = { ip: null, userAgent: null, hints: null, requestId: 'request-1' }

  const before = open()
  const { token, user } = await before.auth.passwords.signUp(ada, { client, replaces: null })
  moment = new Date('2100-01-01T00:05:00Z')
  await before.auth.sessions.authenticate(token, { ip: null })
  await before.close()

  const after = open()
  const found = await after.auth.sessions.authenticate(token, { ip: null })
  expect(found?.session.lastSeenAt).toEqual(moment)
  expect(found?.user).toEqual(user)
  await after.close()
})
