import { expect, it } from 'vitest'
import { atOneServer } from '../../src/postgres/index.ts'
import { temporaryPostgres } from './temporary-postgres.ts'

it('does work of one name at one server at a time, and of another name beside it', async () => {
  const connections = await temporaryPostgres()
  const inside = await atOneServer(connections, 'sweep', async () => {
    expect(await atOneServer(connections, 'sweep', () => Promise.reject(new Error('two at once')))).toBe(false)
    expect(await atOneServer(connections, 'other', async () => undefined)).toBe(true)
  })
  expect(inside).toBe(true)
  expect(await atOneServer(connections, 'sweep', async () => undefined)).toBe(true)
})

it('gives the lock back where the work fails, and throws what it threw', async () => {
  const connections = await temporaryPostgres()
  const failing = atOneServer(connections, 'sweep', () => Promise.reject(new Error('the work failed')))
  await expect(failing).rejects.toThrow('the work failed')
  expect(await atOneServer(connections, 'sweep', async () => undefined)).toBe(true)
})
