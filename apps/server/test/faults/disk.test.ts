import { type ChildProcess, spawn } from 'node:child_process'
import { renameSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { type FaultServer, setResourceLimit, startFaultServer } from '../support/fault-server.ts'
import { ada, type Answer, type Visitor } from '../support/test-server.ts'

const credentials = { email: ada.email, password: ada.password }
const unavailable = { status: 503, body: { error: { data: { reason: 'UNAVAILABLE' } } } }
const maxWrites = 400

async function signedIn(server: FaultServer): Promise<Visitor> {
  const visitor = server.visitor()
  const { status } = await visitor.mutate('auth.signIn', credentials)
  expect(status).toBe(200)
  return visitor
}

/** Renames the caller’s session until the answer is a 503; returns how many renames were stored. */
async function renameUntilRefused(visitor: Visitor): Promise<number> {
  const { id } = (await visitor.query('auth.me')).body.result.data.session
  for (let stored = 0; stored < maxWrites; stored += 1) {
    const { status } = await visitor.mutate('sessions.rename', { id, name: `Laptop ${stored}` })
    if (status === 503) return stored
    if (status === 429) await visitor.mutate('auth.signIn', credentials)
    else expect(status).toBe(200)
  }
  return expect.unreachable('no write was refused')
}

/** Resolves when the answer is what is wanted. The server is asked until the test times out. */
async function until(ask: () => Promise<Answer>, status: number): Promise<void> {
  const answer = await ask()
  if (answer.status !== status) await until(ask, status)
}

function integrity(file: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true })
  const result = database.prepare('PRAGMA integrity_check').get()?.['integrity_check']
  database.close()
  return result
}

it('refuses writes while the disk is full, goes on reading, and writes again once there is room', async () => {
  const server = await startFaultServer()
  const laptop = server.visitor()
  await laptop.mutate('auth.signUp', ada)
  const phone = await signedIn(server)
  const before = (await laptop.query('auth.me')).body.result.data.session

  // No file of the process can grow any more, as on a full disk. The colon keeps the hard limit, so that it can be raised.
  setResourceLimit(server.pid, '--fsize=1024:')
  await renameUntilRefused(laptop)
  expect(await phone.mutate('auth.signOut')).toMatchObject(unavailable)
  expect((await phone.query('auth.me')).status).toBe(200)
  expect((await laptop.query('sessions.list')).status).toBe(200)
  await until(() => laptop.request('/readyz'), 503)
  expect((await laptop.request('/healthz')).status).toBe(200)

  setResourceLimit(server.pid, '--fsize=unlimited:')
  await until(() => laptop.request('/readyz'), 200)
  expect((await phone.mutate('auth.signOut')).status).toBe(200)
  expect((await phone.query('auth.me')).body.result.data).toBeNull()
  expect((await laptop.query('auth.me')).body.result.data.session.id).toBe(before.id)
  expect(integrity(server.databaseFile)).toBe('ok')
})

/** Makes every sync of the process fail with an I/O error; returns what makes them succeed again. */
async function failSyncs(pid: number): Promise<() => Promise<void>> {
  const tracer: ChildProcess = spawn(
    'strace',
    [
      '-f',
      '-p',
      String(pid),
      '-e',
      'trace=fdatasync,fsync',
      '-e',
      'inject=fdatasync,fsync:error=EIO',
      '-o',
      '/dev/null',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const ended = new Promise<void>((resolve) => tracer.on('close', () => resolve()))
  const detach = async (): Promise<void> => {
    tracer.kill('SIGINT')
    await ended
  }
  onTestFinished(detach)
  await new Promise<void>((resolve, reject) => {
    tracer.stderr?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('attached')) resolve()
    })
    tracer.on('error', reject)
    tracer.on('close', () => reject(new Error('strace could not attach to the server')))
  })
  return detach
}

it('acknowledges nothing while syncs fail, and writes again once they succeed', async () => {
  const server = await startFaultServer()
  const laptop = server.visitor()
  await laptop.mutate('auth.signUp', ada)
  const phone = await signedIn(server)
  const { id } = (await phone.query('auth.me')).body.result.data.session

  const recover = await failSyncs(server.pid)
  for (let tries = 0; tries < 20; tries += 1) {
    expect(await laptop.mutate('sessions.end', { id })).toMatchObject(unavailable)
    expect((await phone.query('auth.me')).body.result.data.session.id).toBe(id)
  }
  await recover()
  await until(() => laptop.mutate('sessions.end', { id }), 200)
  expect((await phone.query('auth.me')).body.result.data).toBeNull()
  expect(integrity(server.databaseFile)).toBe('ok')
})

it('says that it is not ready when its file was replaced or deleted, and starts no empty one in silence', async () => {
  const server = await startFaultServer()
  const laptop = server.visitor()
  await laptop.mutate('auth.signUp', ada)
  expect((await laptop.request('/readyz')).status).toBe(200)

  const aside = `${server.databaseFile}.aside`
  renameSync(server.databaseFile, aside)
  expect((await laptop.request('/readyz')).status).toBe(503)
  writeFileSync(server.databaseFile, '')
  expect((await laptop.request('/readyz')).status).toBe(503)
  expect((await laptop.query('auth.me')).body.result.data.user.email).toBe(ada.email)

  renameSync(aside, server.databaseFile)
  expect((await laptop.request('/readyz')).status).toBe(200)
  expect((await signedIn(server)).token).not.toBe('')
})
