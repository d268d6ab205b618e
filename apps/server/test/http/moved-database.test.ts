import { renameSync } from 'node:fs'
import { expect, it } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'

it('is not ready over a file that was moved away', async () => {
  const server = await startBuiltServer()
  renameSync(server.databaseFile, `${server.databaseFile}.moved`)
  expect((await server.visitor().request('/readyz')).status).toBe(503)
  renameSync(`${server.databaseFile}.moved`, server.databaseFile)
  expect((await server.visitor().request('/readyz')).status).toBe(200)
})
