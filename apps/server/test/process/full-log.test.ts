import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { installBuiltServer } from '../support/built-server.ts'
import { freePort } from '../support/free-port.ts'
import { ada, quick, Visitor } from '../support/test-server.ts'

const waitOptions = { timeout: 30_000, interval: 50 }

interface Running {
  readonly child: ChildProcess
  readonly visitor: Visitor
  readonly exit: Promise<number | null>
}

/** Starts the built server with a standard output of the test's choice, and waits until it answers. */
async function startWithOutput(output: 'pipe' | number): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const { main } = installBuiltServer(folder)
  const port = String(await freePort())
  const stdio: StdioOptions = ['ignore', output, 'ignore']
  const env = { ...quick, DATABASE_URL: `file:${join(folder, 'test.db')}`, PORT: port }
  const child = spawn(process.execPath, [main], { stdio, env })
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exit
    rmSync(folder, { recursive: true })
  })
  const visitor = new Visitor(`http://127.0.0.1:${port}`, {})
  await vi.waitFor(() => visitor.request('/healthz'), waitOptions)
  return { child, visitor, exit }
}

/** Requests paths of 4 KB, each of which a log line names. */
async function fillLog({ visitor }: Running, lines: number): Promise<void> {
  for (let asked = 0; asked < lines; asked += 1) {
    expect((await visitor.request(`/${'x'.repeat(4000)}.${asked}`)).status).toBe(404)
  }
}

describe('a server whose log can’t be written', { timeout: 60_000 }, () => {
  it('starts, answers, and stops over a full disk', async () => {
    const full = openSync('/dev/full', 'w')
    onTestFinished(() => closeSync(full))
    const server = await startWithOutput(full)
    await fillLog(server, 400)
    expect((await server.visitor.mutate('auth.signUp', ada)).status).toBe(200)
    expect((await server.visitor.request('/healthz')).status).toBe(200)
    const { events } = (await server.visitor.query('events.list')).body.result.data
    expect(events.map(({ type }: { type: string }) => type)).toContain('signed_up')
    server.child.kill('SIGTERM')
    expect(await server.exit).toBe(0)
  })

  it('answers and stops over a pipe that is not read', async () => {
    const server = await startWithOutput('pipe')
    await fillLog(server, 600)
    expect((await server.visitor.mutate('auth.signUp', ada)).status).toBe(200)
    server.child.kill('SIGTERM')
    expect(await server.exit).toBe(0)
  })

  it('says how many lines it dropped once the pipe is read', async () => {
    const requests = 600
    const server = await startWithOutput('pipe')
    await fillLog(server, requests)
    let logged = 0
    let dropped = 0
    const { stdout } = server.child
    if (stdout === null) throw new Error('the output is no pipe')
    createInterface(stdout).on('line', (line) => {
      const entry: { path?: string; dropped?: number } = JSON.parse(line)
      if (entry.path?.startsWith('/xxx') === true) logged += 1
      dropped += entry.dropped ?? 0
    })
    await vi.waitFor(() => expect(logged + dropped).toBe(requests), waitOptions)
    expect(dropped).toBeGreaterThan(0)
  })
})
