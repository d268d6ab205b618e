import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { describeStores } from '@latchkey/auth/testing'
import { afterAll, inject, vi } from 'vitest'
import { createPostgresStores, openPostgres } from '../../src/postgres/index.ts'
import { createTestDatabase, freePort } from '../../src/testing/index.ts'
import { emptyDatabase } from '../postgres/temporary-postgres.ts'

/*
 * Needs the program `pgbouncer`, which a plain machine does not have: `pnpm test:faults` runs it.
 */

const cleanUps: (() => Promise<void>)[] = []

afterAll(async () => {
  // oxlint-disable-next-line eslint/no-await-in-loop -- the last that was made comes first
  for (const cleanUp of cleanUps.toReversed()) await cleanUp()
})

/** Starts a PgBouncer that gives a connection for one transaction; returns the address of the database through it. */
async function startPgbouncer(database: string): Promise<string> {
  const { hostname, port, username, password, pathname } = new URL(database)
  const own = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-pgbouncer-'))
  chmodSync(folder, 0o755)
  const file = join(folder, 'pgbouncer.ini')
  const target = `host=${hostname} port=${port} user=${username} password=${password}`
  writeFileSync(
    file,
    [
      '[databases]',
      `* = ${target}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${own}`,
      'unix_socket_dir =',
      'auth_type = any',
      'pool_mode = transaction',
      'default_pool_size = 4',
    ].join('\n'),
  )
  // It refuses to run as root.
  const asUser = userInfo().uid === 0 ? ['-u', 'postgres'] : []
  const child = spawn('pgbouncer', [...asUser, '-q', file], { stdio: 'ignore' })
  const ended = new Promise((resolve) => child.on('close', resolve))
  child.on('error', () => undefined)
  cleanUps.push(async () => {
    child.kill('SIGINT')
    await ended
    rmSync(folder, { recursive: true })
  })
  await vi.waitFor(() => accepts(own), 5000)
  return `postgres://${username}@127.0.0.1:${own}${pathname}`
}

async function accepts(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  await new Promise((resolve, reject) => socket.on('connect', resolve).on('error', reject))
  socket.destroy()
}

let opened: Promise<ReturnType<typeof openPostgres>> | null = null

async function open(): Promise<ReturnType<typeof openPostgres>> {
  const { url, drop } = await createTestDatabase(inject('postgres'))
  const connections = openPostgres({ url: await startPgbouncer(url), directUrl: url })
  cleanUps.push(async () => {
    await connections.close()
    await drop()
  })
  return connections
}

describeStores('postgres behind PgBouncer', async () => {
  opened ??= open()
  const connections = await opened
  await emptyDatabase(connections)
  return createPostgresStores(connections)
})
