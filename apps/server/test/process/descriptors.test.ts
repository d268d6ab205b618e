import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { builtMain } from '../support/built-server.ts'
import { listeningUrl } from '../support/listening-url.ts'
import { ada, quick, Visitor } from '../support/test-server.ts'

const maxDescriptors = 64
const timeout = 60_000

/** Starts the server where a process may have few files and connections open. */
async function startWithFewDescriptors(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const child = spawn('/bin/sh', ['-c', `ulimit -n ${maxDescriptors}; exec "$0" "$1"`, process.execPath, builtMain], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...quick, PORT: '0', DATABASE_URL: `file:${join(folder, 'test.db')}` },
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  return listeningUrl(child)
}

it('goes on after more connections than it may have descriptors', { timeout }, async () => {
  const url = await startWithFewDescriptors()
  const { hostname, port } = new URL(url)
  const signedIn = new Visitor(url, {})
  await signedIn.mutate('auth.signUp', ada)
  const sockets = Array.from({ length: maxDescriptors * 2 }, () => {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    return socket.resume()
  })
  // Those that have no descriptor left are closed by the system or by the server.
  await Promise.race(sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve))))
  for (const socket of sockets) socket.destroy()
  await vi.waitFor(async () => expect((await signedIn.query('auth.me')).status).toBe(200), { timeout: timeout / 2 })
  expect((await signedIn.request('/readyz')).status).toBe(200)
  expect((await new Visitor(url, {}).mutate('auth.signUp', { ...ada, email: 'bob@example.com' })).status).toBe(200)
})
