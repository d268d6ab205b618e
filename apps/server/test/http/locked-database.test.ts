import { closeDatabase, openDatabase } from '@latchkey/db/sqlite'
import { expect, it } from 'vitest'
import { ada, type Answer, startTestServer } from '../support/test-server.ts'

const writers = 16

/** Holds the write lock over a connection of its own, like another process. Returns a function that gives it back. */
function lock(file: string): () => void {
  const other = openDatabase(file)
  other.$client.exec('BEGIN IMMEDIATE')
  return () => {
    other.$client.exec('ROLLBACK')
    closeDatabase(other)
  }
}

it('reads go on while writes wait for a lock, and each write is refused as unavailable', async () => {
  const server = await startTestServer()
  const visitor = server.visitor()
  await visitor.mutate('auth.signUp', ada)
  const { id } = (await visitor.query('auth.me')).body.result.data.session
  const rename = (): Promise<Answer> => visitor.mutate('sessions.rename', { id, name: 'Laptop' })
  const unlock = lock(server.databaseFile)
  const writes = Array.from({ length: writers }, rename)
  expect((await visitor.query('auth.me')).status).toBe(200)
  for (const { status, body } of await Promise.all(writes)) {
    expect([status, body.error.data.reason]).toEqual([503, 'UNAVAILABLE'])
  }
  unlock()
  expect((await rename()).status).toBe(200)
})

it('is not ready while the database is locked, and ready a second after it is not', async () => {
  let moment = new Date('2100-01-01T00:00:00Z')
  const server = await startTestServer({ now: () => moment })
  const ready = async (): Promise<number> => (await server.visitor().request('/readyz')).status
  const unlock = lock(server.databaseFile)
  expect(await ready()).toBe(503)
  expect((await server.visitor().request('/healthz')).status).toBe(200)
  unlock()
  moment = new Date(moment.getTime() + 1000)
  expect(await ready()).toBe(200)
})
