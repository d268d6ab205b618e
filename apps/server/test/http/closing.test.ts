import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, it, onTestFinished } from 'vitest'
import { readConfig } from '../../src/config/read-config.ts'
import { createContainer, type Container } from '../../src/container.ts'
import { createLogger } from '../../src/log/logger.ts'
import { migrationsFolder } from '../../src/paths.ts'
import { ada } from '../support/test-server.ts'

it('closing writes the last-seen times that were still in memory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  let moment = new Date('2100-01-01T00:00:00Z')
  const environment = { DATABASE_URL: 'file:./test.db', PASSWORD_HASH_MEMORY_KIB: '8', PASSWORD_HASH_PASSES: '1' }
  const config = readConfig(environment, folder)
  const open = (): Promise<Container> =>
    createContainer(config, createLogger('silent'), migrationsFolder, { now: () => moment })
  const request = { ip: null, userAgent: null, hints: null, requestId: 'request-1' }

  const before = await open()
  const { token, user } = await before.auth.passwords.signUp(ada, { request, replaces: null })
  moment = new Date('2100-01-01T00:05:00Z')
  await before.auth.sessions.authenticate(token, { ip: null })
  await before.close()

  const after = await open()
  const found = await after.auth.sessions.authenticate(token, { ip: null })
  expect(found?.session.lastSeenAt).toEqual(moment)
  expect(found?.user).toEqual(user)
  await after.close()
})
