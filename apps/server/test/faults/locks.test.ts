import { statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { startFaultServer } from '../support/fault-server.ts'
import { openInProcess } from '../support/sqlite-process.ts'
import { ada } from '../support/test-server.ts'

const credentials = { email: ada.email, password: ada.password }
const lockMs = 3000
const longTimeout = 180_000

it(
  'answers 503 to writes while another process holds the write lock, and goes on reading',
  async (test) => {
    const server = await startFaultServer()
    const laptop = server.visitor()
    await laptop.mutate('auth.signUp', ada)
    const { id } = (await laptop.query('auth.me')).body.result.data.session
    const other = openInProcess(server.databaseFile)
    await other.run('BEGIN EXCLUSIVE')

    const until = performance.now() + lockMs
    const statuses = new Set<number>()
    const reads: number[] = []
    const writer = async (): Promise<void> => {
      const phone = server.visitor()
      while (performance.now() < until) {
        const answer = await phone.mutate('auth.signIn', credentials)
        statuses.add(answer.status)
        expect(answer.body.error?.data.reason).toBe('UNAVAILABLE')
      }
    }
    const reader = async (): Promise<void> => {
      while (performance.now() < until) {
        const begun = performance.now()
        expect((await laptop.query('auth.me')).status).toBe(200)
        reads.push(performance.now() - begun)
      }
    }
    await Promise.all([...Array.from({ length: 16 }, writer), reader()])
    expect([...statuses]).toEqual([503])

    await other.run('ROLLBACK')
    expect((await laptop.mutate('sessions.rename', { id, name: 'Laptop' })).status).toBe(200)
    reads.sort((a, b) => a - b)
    const p99 = reads[Math.floor(reads.length * 0.99)] ?? 0
    await test.annotate(`${reads.length} reads beside 16 writers, p99 ${p99.toFixed(0)} ms`)
  },
  longTimeout,
)

it(
  'shrinks its write-ahead log after a long reader has finished',
  async (test) => {
    const server = await startFaultServer()
    const laptop = server.visitor()
    await laptop.mutate('auth.signUp', ada)
    const reader = openInProcess(server.databaseFile)
    await reader.run('BEGIN; SELECT * FROM sessions')

    const wal = (): number => statSync(`${server.databaseFile}-wal`).size
    const write = async (times: number): Promise<void> => {
      for (let count = 0; count < times; count += 1) {
        expect((await server.visitor().mutate('auth.signIn', credentials)).status).toBe(200)
      }
    }
    await write(400)
    const grown = wal()
    await reader.run('COMMIT')
    await write(300)
    // The log is overwritten from its start and does not go on growing.
    expect(wal()).toBeLessThanOrEqual(grown + 1_000_000)
    await test.annotate(`${grown} bytes of log under the reader, ${wal()} bytes 300 sign-ins after it`)
  },
  longTimeout,
)
