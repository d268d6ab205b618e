import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { builtMain } from '../support/built-server.ts'
import { listeningUrl } from '../support/listening-url.ts'
import { ada, Visitor } from '../support/test-server.ts'

/** In blocks of 512 bytes or of a kilobyte, as the shell counts: room for the tables and some dozens of sign-ins. */
const maxFileBlocks = 1200
const maxWrites = 200
const timeout = 60_000

const credentials = { email: ada.email, password: ada.password }

/**
 * Starts the server where no file can grow past a limit: the database's write-ahead log reaches it, and from then on
 * every commit fails, as it does on a full disk. Node ignores SIGXFSZ, so the write fails with EFBIG.
 */
async function startOnSmallDisk(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const child = spawn('/bin/sh', ['-c', `ulimit -f ${maxFileBlocks}; exec "$0" "$1"`, process.execPath, builtMain], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PORT: '0',
      DATABASE_URL: `file:${join(folder, 'test.db')}`,
      PASSWORD_HASH_MEMORY_KIB: '8',
      PASSWORD_HASH_PASSES: '1',
      SESSIONS_PER_USER: '500',
    },
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  return listeningUrl(child)
}

/** Sign-ins first; what a sign-in does not fit into takes a few renames more. */
async function fillDisk(url: string, laptop: Visitor, id: string): Promise<void> {
  for (let writes = 0; writes < maxWrites; writes += 1) {
    const isFull = (await new Visitor(url, {}).mutate('auth.signIn', credentials)).status === 503
    const name = `Laptop ${writes}`
    if (isFull && (await laptop.mutate('sessions.rename', { id, name })).status === 503) return
  }
  expect.unreachable('the disk did not fill up')
}

const unavailable = { status: 503, body: { error: { data: { reason: 'UNAVAILABLE' } } } }

it('acknowledges no ending, sign-out, revocation or rename that the full disk did not store', { timeout }, async () => {
  const url = await startOnSmallDisk()
  const [laptop, phone] = [new Visitor(url, {}), new Visitor(url, {})]
  await laptop.mutate('auth.signUp', ada)
  await phone.mutate('auth.signIn', credentials)
  const { id } = (await phone.query('auth.me')).body.result.data.session
  const issued = await new Visitor(url, {}).mutate('tokens.issue', { ...credentials, clientId: 'script' })
  const { accessToken, refreshToken } = issued.body.result.data
  const bearer = { Authorization: `Bearer ${accessToken}` }
  await fillDisk(url, laptop, (await laptop.query('auth.me')).body.result.data.session.id)

  expect(await laptop.mutate('sessions.end', { id })).toMatchObject(unavailable)
  expect(await laptop.mutate('sessions.rename', { id, name: 'Phone' })).toMatchObject(unavailable)
  expect(await laptop.mutate('sessions.endOthers')).toMatchObject(unavailable)
  expect(await new Visitor(url, {}).mutate('tokens.revoke', { token: refreshToken })).toMatchObject(unavailable)
  const signOut = await phone.mutate('auth.signOut')
  expect(signOut).toMatchObject(unavailable)
  expect(signOut.headers.get('Set-Cookie')).toBeNull()

  expect((await laptop.request('/readyz')).status).toBe(503)
  expect((await laptop.request('/healthz')).status).toBe(200)
  // Nothing was ended, and reading goes on.
  expect((await phone.query('auth.me')).body.result.data.session).toMatchObject({ id, name: 'node' })
  expect((await new Visitor(url, {}).query('auth.me', bearer)).status).toBe(200)
})
