import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { readSettings } from './settings.ts'
import { startMailbox } from './start-mailbox.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const started: ChildProcess[] = []
afterAll(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

const failedStart = (env: Record<string, string>): Promise<{ code: unknown; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [main], { env }, (error, stdout, stderr) => {
      resolve({ code: error?.code, stdout, stderr })
    })
  })

async function listenAnywhere(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

describe.concurrent('the process', () => {
  it('refuses production in one line', async ({ expect: expectHere }) => {
    const { code, stdout, stderr } = await failedStart({ NODE_ENV: 'production', PORT: '0', SMTP_PORT: '0' })
    expectHere([code, stdout]).toEqual([1, ''])
    expectHere(stderr).toMatch(/^[^\n]*NODE_ENV=production[^\n]*\n$/)
  })

  it.for(['PORT', 'SMTP_PORT'] as const)(
    'exits with one line that names the fix for a busy %s',
    async (variable, { expect: expectHere }) => {
      const { server, port } = await listenAnywhere()
      const { code, stderr } = await failedStart({ PORT: '0', SMTP_PORT: '0', [variable]: String(port) })
      server.close()
      expectHere(code).toBe(1)
      expectHere(stderr).toMatch(new RegExp(`^Port ${port} is in use[^\n]* ${variable} [^\n]*\n$`))
    },
  )

  it.for(['SIGTERM', 'SIGINT'] as const)(
    'logs its URLs in one line, and stops on %s',
    async (signal, { expect: expectHere }) => {
      const child = spawn(process.execPath, [main], { env: { PORT: '0', SMTP_PORT: '0' } })
      started.push(child)
      let errors = ''
      child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
      const [line] = (await once(child.stdout, 'data')) as [Buffer]
      const logged = JSON.parse(line.toString()) as { msg: string; url: string; smtpUrl: string }
      expectHere(logged).toEqual({
        msg: 'listening',
        url: expectHere.stringMatching(/^http:\/\/localhost:\d+$/),
        smtpUrl: expectHere.stringMatching(/^smtp:\/\/127\.0\.0\.1:\d+$/),
      })
      expectHere((await fetch(logged.url)).status).toBe(200)
      child.kill(signal)
      expectHere(await once(child, 'exit')).toEqual([0, null])
      expectHere(errors).toBe('')
    },
  )
})

describe('a mailbox in the process of its caller', () => {
  it('leaves no port open when the other one is in use', async () => {
    const { server, port } = await listenAnywhere()
    const { server: probe, port: smtpPort } = await listenAnywhere()
    probe.close()
    await once(probe, 'close')
    await expect(startMailbox({ host: '127.0.0.1', port, smtpPort })).rejects.toThrow(`Port ${port} is in use`)
    server.close()
    await once(server, 'close')
    const mailbox = await startMailbox({ host: '127.0.0.1', port, smtpPort })
    expect([mailbox.url, mailbox.smtpUrl]).toEqual([`http://localhost:${port}`, `smtp://127.0.0.1:${smtpPort}`])
    await mailbox.close()
  })
})

describe('settings', () => {
  it('have defaults', () => {
    expect(readSettings({})).toEqual({ host: '127.0.0.1', port: 3020, smtpPort: 3025 })
  })

  it.each(['127.0.0.1', '127.1.2.3', '::1'])('accept the address %s', (host) => {
    expect(readSettings({ HOST: host }).host).toBe(host)
  })

  it.each([
    { HOST: '0.0.0.0' },
    { HOST: '::' },
    { HOST: '192.0.2.1' },
    { HOST: 'localhost' },
    { HOST: '127.evil.example' },
    { PORT: 'http' },
    { PORT: '70000' },
    { SMTP_PORT: '-1' },
    { SMTP_PORT: '2.5' },
  ])('refuse %j', (env) => {
    expect(() => readSettings(env)).toThrow(Object.keys(env)[0])
  })
})
