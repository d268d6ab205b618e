import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer, connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { totpCode } from '@latchkey/auth/testing'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { builtMain, installBuiltServer } from '../support/built-server.ts'
import { productionEnv } from '../support/production-env.ts'
import { ada, Visitor } from '../support/test-server.ts'

const sourceMain = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const rotateKeys = fileURLToPath(new URL('../../src/commands/keys-rotate.ts', import.meta.url))
const failOnSignal = fileURLToPath(new URL('../support/fail-on-signal.ts', import.meta.url))
const adminGrant = fileURLToPath(new URL('../../src/commands/admin-grant.ts', import.meta.url))
const earlierDatabase = fileURLToPath(new URL('../fixtures/schema-0006.db', import.meta.url))
const secondFactorReset = fileURLToPath(new URL('../../dist/second-factor-reset.js', import.meta.url))
const builtAdminGrant = fileURLToPath(new URL('../../dist/admin-grant.js', import.meta.url))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  return () => rmSync(folder, { recursive: true })
})

interface Program {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly exit: Promise<{ code: number | null; stdout: string; stderr: string }>
  /** Resolves with the address once the program says that it listens. */
  readonly listening: Promise<string>
}

/** Runs a program whose standard input is a pipe that ends after `input`, or stays open where `inputEnds` is false. */
function run(
  file: string,
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
  input = '',
  nodeOptions: readonly string[] = [],
  inputEnds = true,
): Program {
  const child = spawn(process.execPath, [...nodeOptions, file, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      DATABASE_URL: `file:${join(folder, 'data', 'test.db')}`,
      PASSWORD_HASH_MEMORY_KIB: '8',
      PASSWORD_HASH_PASSES: '1',
      ...env,
    },
  })
  if (inputEnds) child.stdin.end(input)
  else child.stdin.write(input)
  const output = { stdout: '', stderr: '' }
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()))
  const exit = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, ...output }))
  })
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output.stdout += chunk.toString()
      const port = /"port":(\d+),"msg":"listening"/.exec(output.stdout)?.[1]
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
    })
    exit.then(({ stderr }) => reject(new Error(`it did not listen: ${stderr}`)), reject)
  })
  listening.catch(() => undefined)
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, exit, listening }
}

/** Everything of a sign-up but its body, for which the server asks. */
function headOfSignUp(body: string): string {
  const lines = ['POST /trpc/auth.signUp HTTP/1.1', 'Host: x', 'Content-Type: application/json']
  return [...lines, `Content-Length: ${body.length}`, 'Expect: 100-continue', '', ''].join('\r\n')
}

/** Each of these tests starts up to four processes, on a machine that may be busy. */
const timeout = 60_000

describe('starting', { timeout }, () => {
  it('makes the data folder and a file that only its user reads', async () => {
    // As `pnpm dev` runs it: from its sources.
    const server = run(sourceMain, { PORT: '0' })
    const visitor = new Visitor(await server.listening, {})
    expect((await visitor.request('/readyz')).status).toBe(200)
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'data', 'test.db')).mode & 0o777).toBe(0o600)
  })

  it.runIf(process.platform === 'linux')('lets the threads that hash passwords yield to the event loop', async () => {
    const server = run(builtMain, { PORT: '0' })
    await server.listening
    const tasks = `/proc/${server.child.pid}/task`
    const niceness = readdirSync(tasks).map((task) => {
      const name = readFileSync(`${tasks}/${task}/comm`, 'utf8').trim()
      // The 19th field of a line; the second one, in parentheses, is the name.
      const fields = readFileSync(`${tasks}/${task}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
      return { isOfPool: name === 'libuv-worker', niceness: Number(fields[16]) }
    })
    expect(niceness.filter(({ isOfPool }) => isOfPool).map((task) => task.niceness)).toEqual([10, 10, 10, 10])
    expect(niceness.filter(({ isOfPool }) => !isOfPool).every((task) => task.niceness === 0)).toBe(true)
    server.child.kill('SIGTERM')
    await server.exit
  })

  it('says in one line what to do about a busy port', async () => {
    const busy = createServer()
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void busy.close())
    const { port } = busy.address() as AddressInfo
    const { code, stderr } = await run(builtMain, { PORT: String(port) }).exit
    expect(code).toBe(1)
    expect(stderr).toBe(
      `Port ${port} is in use: stop what is using it, or start with another one, like PORT=${port + 1}.\n`,
    )
  })

  it('says in one line what to do about a folder that can’t be written', async () => {
    const notAFolder = join(folder, 'file')
    writeFileSync(notAFolder, '')
    const { code, stderr } = await run(builtMain, { DATABASE_URL: `file:${notAFolder}/test.db` }).exit
    expect(code).toBe(1)
    expect(stderr).toBe(
      `The database ${notAFolder}/test.db can’t be written: make its folder writable, or set DATABASE_URL to another file.\n`,
    )
  })

  it('says in one line what to do about a file that is no database', async () => {
    writeFileSync(join(folder, 'notes.txt'), 'Buy milk. '.repeat(200))
    const { code, stderr } = await run(builtMain, { DATABASE_URL: `file:${folder}/notes.txt` }).exit
    expect(code).toBe(1)
    expect(stderr).toMatch(/^The file .*notes.txt is not a database: [^\n]+\n$/)
  })

  it('says in one line what to do about a file that is no geolocation database', async () => {
    const notes = join(folder, 'notes.txt')
    writeFileSync(notes, 'Buy milk. '.repeat(200))
    const { code, stdout, stderr } = await run(builtMain, { PLACE_DATABASE: notes }).exit
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toBe(
      `PLACE_DATABASE: ${notes} is no MaxMind database: set it to an unpacked .mmdb file, or leave it out.\n`,
    )
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })

  it('says in one line what to do about a bad variable', async () => {
    const { code, stderr } = await run(builtMain, { PORT: 'three thousand' }).exit
    expect(code).toBe(1)
    expect(stderr).toBe('PORT must be a whole number from 0 to 65535.\n')
  })

  it('refuses files that other users can read in production, until the commands that it names have run', async () => {
    const { main } = installBuiltServer(folder)
    mkdirSync(join(folder, 'data'))
    const files = ['.env', 'data/test.db'].map((name) => join(folder, name))
    const [envFile = '', database = ''] = files
    writeFileSync(envFile, '')
    copyFileSync(earlierDatabase, database)
    for (const file of files) chmodSync(file, 0o644)
    const production = { ...productionEnv, PORT: '0' }
    const { code, stderr } = await run(main, production).exit
    const warning = (file: string) => `${file} can be read or written by other users of this machine: chmod 600 ${file}`
    expect({ code, stderr }).toEqual({ code: 1, stderr: `${files.map(warning).join('\n')}\n` })
    for (const line of stderr.trim().split('\n')) execFileSync('sh', ['-c', line.split(': ').at(-1) ?? ''])
    await run(main, production).listening

    chmodSync(envFile, 0o644)
    const laptop = run(main, { PORT: '0' })
    let log = ''
    laptop.child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()))
    await laptop.listening
    expect(log).toContain(`"warning":"${warning(envFile)}"`)
  })

  it('again after SIGKILL finds the stored sessions', async () => {
    const first = run(builtMain, { PORT: '0' })
    const visitor = new Visitor(await first.listening, {})
    await visitor.mutate('auth.signUp', ada)
    first.child.kill('SIGKILL')
    await first.exit

    const second = run(builtMain, { PORT: '0' })
    const again = new Visitor(await second.listening, {})
    again.cookie = visitor.cookie
    expect((await again.query('auth.me')).body.result.data.user.email).toBe('ada@example.com')
  })
})

describe('stopping', { timeout }, () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('on %s finishes the request under way and takes no other', async (signal) => {
    const server = run(builtMain, { PORT: '0' })
    const url = new URL(await server.listening)
    const body = JSON.stringify(ada)
    const socket = connect(Number(url.port), url.hostname)
    let received = ''
    socket.on('data', (chunk) => (received += chunk.toString()))
    const closed = new Promise((resolve) => socket.on('close', resolve))
    const stopping = new Promise<void>((resolve) => {
      server.child.stdout.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('"msg":"stopping"')) resolve()
      })
    })

    socket.write(headOfSignUp(body))
    // The server has the request once it asks for its body.
    await new Promise((resolve) => socket.once('data', resolve))
    server.child.kill(signal)
    await stopping
    await expect(fetch(url)).rejects.toThrow('fetch failed')
    socket.write(body)
    await closed
    expect(received).toContain('HTTP/1.1 200 OK')
    expect(received).toContain('Set-Cookie: latchkey=')

    const { code, stdout, stderr } = await server.exit
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.trim().split('\n').at(-1)).toContain('"msg":"stopped"')
  })
})

describe('a fault outside of any request', { timeout }, () => {
  it.each([
    ['SIGUSR2', 'uncaught exception', 'a fault outside of any request'],
    ['SIGHUP', 'unhandled rejection', 'a promise that nothing awaits'],
  ] as const)(
    'on %s is logged as an %s; requests under way are answered, the exit code is 1',
    async (signal, msg, message) => {
      const server = run(builtMain, { PORT: '0', LOG_LEVEL: 'info' }, [], '', ['--import', failOnSignal])
      const url = new URL(await server.listening)
      const body = JSON.stringify(ada)
      const socket = connect(Number(url.port), url.hostname)
      let received = ''
      socket.on('data', (chunk) => (received += chunk.toString()))
      const closed = new Promise((resolve) => socket.on('close', resolve))
      const stopping = new Promise<void>((resolve) => {
        server.child.stdout.on('data', (chunk: Buffer) => {
          if (chunk.toString().includes('"msg":"stopping"')) resolve()
        })
      })
      socket.write(headOfSignUp(body))
      await new Promise((resolve) => socket.once('data', resolve))
      server.child.kill(signal)
      await stopping
      socket.write(body)
      await closed
      expect(received).toContain('HTTP/1.1 200 OK')

      const { code, stdout, stderr } = await server.exit
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
      const lines = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(lines.find(({ level }) => level === 60)).toMatchObject({
        msg,
        err: { message, stack: expect.stringContaining(' at ') },
      })
      expect(lines.at(-1)).toMatchObject({ msg: 'stopped' })
    },
  )

  it('is not that the reader of the log went away: the server goes on answering and stops in order', async () => {
    const server = run(builtMain, { PORT: '0' })
    const visitor = new Visitor(await server.listening, {})
    server.child.stdout.destroy()
    for (let sent = 0; sent < 20; sent += 1) expect((await visitor.request('/nothing.js')).status).toBe(404)
    expect((await visitor.mutate('auth.signUp', ada)).status).toBe(200)
    const code = new Promise((resolve) => server.child.on('exit', resolve))
    server.child.kill('SIGTERM')
    expect(await code).toBe(0)
  })
})

describe('pnpm keys:rotate', { timeout }, () => {
  it('publishes another key beside the one that signs, and fails while there is no database', async () => {
    expect(await run(rotateKeys).exit).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('start the server first'),
    })
    const server = run(builtMain, { PORT: '0' })
    const visitor = new Visitor(await server.listening, {})
    await visitor.mutate('auth.signUp', ada)
    const script = new Visitor(await server.listening, {})
    const credentials = { email: ada.email, password: ada.password, clientId: 'cli' }
    const { accessToken } = (await script.mutate('tokens.issue', credentials)).body.result.data

    const { code, stdout, stderr } = await run(rotateKeys, { LOG_LEVEL: 'silent' }).exit
    expect(code).toBe(0)
    expect(JSON.parse(stderr)).toMatchObject({ msg: 'signing key replaced', keyId: stdout.split(' ')[1] })
    expect(stdout).toMatch(/^Key [\w-]{43} signs from \d{4}-.*Z\. The keys before it stop there\.\n$/)
    expect((await script.query('auth.me', { Authorization: `Bearer ${accessToken}` })).status).toBe(200)
    const { keys } = (await script.request('/.well-known/jwks.json')).body
    expect(keys.map(({ kid }: { kid: string }) => kid)).toContain(stdout.split(' ')[1])
  })

  it('withdraws every key with --now: a server that runs publishes only the new one, and its sessions go on', async () => {
    const server = run(builtMain, { PORT: '0' })
    const url = await server.listening
    await new Visitor(url, {}).mutate('auth.signUp', ada)
    const script = new Visitor(url, {})
    const credentials = { email: ada.email, password: ada.password, clientId: 'cli' }
    const { refreshToken } = (await script.mutate('tokens.issue', credentials)).body.result.data

    expect(await run(rotateKeys, {}, ['--soon']).exit).toMatchObject({
      code: 1,
      stderr: 'Usage: pnpm keys:rotate [--now]\n',
    })
    const { code, stdout, stderr } = await run(rotateKeys, { LOG_LEVEL: 'silent' }, ['--now']).exit
    expect(code).toBe(0)
    const keyId = stdout.split(' ')[1]
    expect(stdout).toMatch(/^Key [\w-]{43} signs from now on\. Withdrawn: 1\. /)
    expect(JSON.parse(stderr)).toMatchObject({ msg: 'signing keys withdrawn', keyId, withdrawn: 1, level: 40 })
    const { keys } = (await script.request('/.well-known/jwks.json')).body
    expect(keys.map(({ kid }: { kid: string }) => kid)).toEqual([keyId])
    expect((await script.mutate('tokens.refresh', { refreshToken, clientId: 'cli' })).status).toBe(200)
  })
})

describe('pnpm admin:grant', { timeout }, () => {
  const granted = 'ada@example.com is an admin. Sessions ended: 1; they sign in again.'

  it('shows who the user is, asks, and makes them an admin', async () => {
    const server = run(builtMain, { PORT: '0' })
    const visitor = new Visitor(await server.listening, {})
    await visitor.mutate('auth.signUp', ada)
    const { id, createdAt } = (await visitor.query('auth.me')).body.result.data.user

    for (const answer of ['', 'yes please\n']) {
      const declined = await run(builtAdminGrant, {}, ['ada@example.com'], answer).exit
      expect(declined).toMatchObject({ code: 1, stderr: 'Nothing was changed.\n' })
      expect(declined.stdout).toContain('Grant admin to ada@example.com? [y/N] ')
    }
    const other = await run(builtAdminGrant, {}, ['ada@example.com', '--yes', 'another-id']).exit
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('does not have the id another-id') })
    expect((await visitor.query('auth.me')).body.result.data.user.role).toBe('user')

    const { code, stdout, stderr } = await run(adminGrant, { LOG_LEVEL: 'error' }, ['Ada@Example.com'], 'y\n').exit
    expect({ code, lines: stdout.split('\n') }).toEqual({
      code: 0,
      lines: [
        'ada@example.com',
        `  user id             ${id}`,
        '  name                Ada',
        '  role                user',
        '  address proven      never: it may belong to another person',
        `  signed up           ${createdAt}`,
        expect.stringMatching(/^ {2}last sign-in {8}\d{4}-.*Z$/),
        '  live sessions       1',
        '  connected accounts  none',
        '  two-step sign-in    off',
        `Grant admin to ada@example.com? [y/N] ${granted}`,
        '',
      ],
    })
    expect(stderr).toContain('"event":"role_changed"')
    expect((await visitor.query('auth.me')).body.result.data).toBeNull()
    const { body } = await visitor.mutate('auth.signIn', { email: ada.email, password: ada.password })
    expect(body.result.data.user.role).toBe('admin')
  })

  it('asks nothing of a script that names the user by id, and fails for an unknown address', async () => {
    const server = run(builtMain, { PORT: '0' })
    const visitor = new Visitor(await server.listening, {})
    await visitor.mutate('auth.signUp', ada)
    const { id } = (await visitor.query('auth.me')).body.result.data.user
    const unknown = await run(builtAdminGrant, {}, ['bob@example.com']).exit
    expect(unknown).toMatchObject({ code: 1, stdout: '' })
    expect(unknown.stderr).toContain('No user has the address bob@example.com')
    const { code, stdout } = await run(builtAdminGrant, {}, ['ada@example.com', '--yes', id]).exit
    expect({ code, last: stdout.trim().split('\n').at(-1) }).toEqual({ code: 0, last: granted })
  })

  it('has a sister that turns two-step verification off for a user who lost it, and says so in the log', async () => {
    const server = run(builtMain, { PORT: '0' })
    const visitor = new Visitor(await server.listening, {})
    await visitor.mutate('auth.signUp', ada)
    const { secret, setup } = (await visitor.mutate('secondFactors.setUp')).body.result.data
    await visitor.mutate('secondFactors.confirm', { setup, code: totpCode(secret, new Date()) })
    const phone = new Visitor(await server.listening, {})
    const credentials = { email: ada.email, password: ada.password }
    expect((await phone.mutate('auth.signIn', credentials)).body.result.data.status).toBe('secondFactor')

    const declined = await run(secondFactorReset, {}, ['ada@example.com'], 'n\n').exit
    expect(declined).toMatchObject({ code: 1, stderr: 'Nothing was changed.\n' })
    expect(declined.stdout).toContain('  two-step sign-in    since ')
    const { code, stdout, stderr } = await run(secondFactorReset, {}, ['ada@example.com'], 'y\n').exit
    expect(code).toBe(0)
    expect(stdout).toContain('Two-step verification is off for ada@example.com.')
    expect(stderr).toContain('"event":"second_factor_reset"')
    expect((await phone.mutate('auth.signIn', credentials)).body.result.data.status).toBe('signedIn')
    const events = (await phone.query('events.list')).body.result.data.events
    expect(events.map(({ type, actor }: { type: string; actor: string }) => [type, actor])).toContainEqual([
      'second_factor_reset',
      'operator',
    ])
    // A script that keeps its pipe open waits for no more than the answer.
    const again = await run(secondFactorReset, {}, ['ada@example.com'], 'y\n', [], false).exit
    expect(again.stdout).toContain('ada@example.com has no two-step verification.')
  })

  it('fails without an address, with two, and with an option that it does not know', async () => {
    const stderr = 'Usage: pnpm admin:grant <email> [--yes <user id>]\n'
    const arguments_ = [[], ['ada@example.com', 'bob@example.com'], ['ada@example.com', '--force']]
    for (const result of await Promise.all(arguments_.map((args) => run(builtAdminGrant, {}, args).exit))) {
      expect(result).toMatchObject({ code: 1, stderr })
    }
  })
})
