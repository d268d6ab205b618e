import { execFile, type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { readSettings } from './settings.ts'

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

describe.concurrent('the process', () => {
  it('refuses production in one line', async ({ expect: expectHere }) => {
    const { code, stdout, stderr } = await failedStart({ NODE_ENV: 'production', PORT: '0' })
    expectHere([code, stdout]).toEqual([1, ''])
    expectHere(stderr).toMatch(/^[^\n]*NODE_ENV=production[^\n]*\n$/)
  })

  it('exits with one line that names the fix for a busy port', async ({ expect: expectHere }) => {
    const busy = createServer().listen(0, '127.0.0.1')
    await once(busy, 'listening')
    const { port } = busy.address() as AddressInfo
    const { code, stderr } = await failedStart({ PORT: String(port) })
    busy.close()
    expectHere(code).toBe(1)
    expectHere(stderr).toMatch(new RegExp(`^Port ${port} is in use[^\n]*PORT[^\n]*\n$`))
  })

  it.for(['SIGTERM', 'SIGINT'] as const)(
    'logs its URL in one line, and stops on %s',
    async (signal, { expect: expectHere }) => {
      const child = spawn(process.execPath, [main], { env: { PORT: '0' } })
      started.push(child)
      let errors = ''
      child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
      const [line] = (await once(child.stdout, 'data')) as [Buffer]
      const logged = JSON.parse(line.toString()) as { msg: string; port: number; url: string }
      expectHere(logged).toEqual({ msg: 'listening', port: logged.port, url: `http://localhost:${logged.port}` })
      expectHere((await fetch(logged.url)).status).toBe(200)
      child.kill(signal)
      expectHere(await once(child, 'exit')).toEqual([0, null])
      expectHere(errors).toBe('')
    },
  )
})

describe('settings', () => {
  it('have defaults', () => {
    expect(readSettings({})).toEqual({ host: '127.0.0.1', port: 3010, redirectTo: null })
  })

  it.each([{ PORT: 'http' }, { PORT: '70000' }, { PORT: '-1' }, { IDP_REDIRECT_TO: 'nowhere' }])('refuse %j', (env) => {
    expect(() => readSettings(env)).toThrow(Object.keys(env)[0])
  })
})
