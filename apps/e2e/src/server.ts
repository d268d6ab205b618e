import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base } from '@playwright/test'
import { openPostgres, openSqlite } from './databases.ts'
import { fiveMoreProviders, threeProviders } from './local-providers.ts'
import { printed } from './printed.ts'
import { type RunningProgram, runProgram } from './run-program.ts'

const builtServer = fileURLToPath(new URL('../../server/dist', import.meta.url))
const serverMain = join(builtServer, 'main.js')
const providerMain = fileURLToPath(new URL('../../idp/src/main.ts', import.meta.url))
const captchaMain = fileURLToPath(new URL('../../server/test/support/serve-captcha-provider.ts', import.meta.url))
const mailboxMain = fileURLToPath(new URL('../../mailbox/src/main.ts', import.meta.url))

/** The built server of a worker, with its own database and its own local provider. */
export interface Server {
  readonly url: string
  /** The URL of the local provider. */
  readonly providerUrl: string
  /** The URL of the local mailbox that its mails go to; `null` where it sends none. */
  readonly mailboxUrl: string | null
  /** The URL of the script of the CAPTCHA; `null` where it asks for none. */
  readonly captchaScriptUrl: string | null
  /** Runs SQL on the server's database, for states that only time or another network brings about. */
  readonly sql: (statement: string) => Promise<void>
  /** Stops the server, as a deployment does. */
  readonly stop: () => Promise<void>
  /** Starts it again, with the same database. */
  readonly start: () => Promise<void>
  /** Lets the step-up of all sessions of this user expire. */
  readonly expireStepUp: (email: string) => Promise<void>
  /** Starts a command of the operator, beside the server that runs. */
  readonly runCommand: (name: string, args: readonly string[]) => RunningProgram
}

/** What a configuration of Playwright, or a file of tests, may choose. */
export interface ServerOptions {
  /** The database of the servers. */
  readonly engine: 'sqlite' | 'postgres'
  /** Whether the servers send mail, and then whether an account works before its address is proven. */
  readonly mail: 'off' | 'asked' | 'required'
  /** Whether the servers ask for a CAPTCHA. */
  readonly captcha: 'off' | 'on'
  /** How many providers are on offer: those of a fresh clone, or five more, Apple among them. */
  readonly providers: 'three' | 'many'
  /** Of whom the servers demand a second factor. */
  readonly secondFactor: 'admins' | 'required'
}

export const test = base.extend<object, ServerOptions & { server: Server }>({
  engine: ['sqlite', { option: true, scope: 'worker' }],
  mail: ['off', { option: true, scope: 'worker' }],
  captcha: ['off', { option: true, scope: 'worker' }],
  providers: ['three', { option: true, scope: 'worker' }],
  secondFactor: ['admins', { option: true, scope: 'worker' }],
  server: [
    async ({ engine, mail, captcha, providers, secondFactor }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
      const port = await freePort()
      const database = await (engine === 'postgres' ? openPostgres() : openSqlite(folder))
      const provider = spawn(process.execPath, [providerMain], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { PORT: '0' },
      })
      const providerUrl = await printed(provider, /"url":"([^"]+)"/)
      const mailbox = mail === 'off' ? null : await startMailbox()
      const captchaProvider = captcha === 'off' ? null : await startCaptchaProvider()
      const env = {
        PORT: String(port),
        ...database.env,
        ATTEMPTS_PER_NETWORK: '100000',
        PASSWORD_HASH_MEMORY_KIB: '1024',
        SECOND_FACTOR: secondFactor,
        ...threeProviders(providerUrl),
        ...(providers === 'many' ? fiveMoreProviders(providerUrl) : {}),
        ...(mailbox !== null && {
          SMTP_URL: mailbox.smtpUrl,
          MAIL_FROM: 'Latchkey <no-reply@latchkey.example>',
          MAILBOX_URL: mailbox.url,
          EMAIL_PROOF: mail,
        }),
        ...captchaProvider?.env,
      }
      let child = await startedServer(env)
      await use({
        url: `http://localhost:${port}`,
        providerUrl,
        mailboxUrl: mailbox?.url ?? null,
        captchaScriptUrl: captchaProvider?.env['CAPTCHA_SCRIPT_URL'] ?? null,
        sql: database.sql,
        stop: () => stopped(child),
        start: async () => {
          child = await startedServer(env)
        },
        expireStepUp: database.expireStepUp,
        runCommand: (name, args) => runProgram(process.execPath, [join(builtServer, `${name}.js`), ...args], { env }),
      })
      const others = [mailbox, captchaProvider].flatMap((started) => (started === null ? [] : [started.child]))
      await Promise.all([child, provider, ...others].map(stopped))
      await database.close()
      rmSync(folder, { recursive: true })
    },
    { scope: 'worker' },
  ],
  baseURL: ({ server }, use) => use(server.url),
})

export { expect } from '@playwright/test'

interface StartedMailbox {
  readonly child: ChildProcess
  readonly url: string
  readonly smtpUrl: string
}

async function startMailbox(): Promise<StartedMailbox> {
  const child = spawn(process.execPath, [mailboxMain], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PORT: '0', SMTP_PORT: '0' },
  })
  const [url, smtpUrl] = await Promise.all([printed(child, /"url":"([^"]+)"/), printed(child, /"smtpUrl":"([^"]+)"/)])
  return { child, url, smtpUrl }
}

/** Starts a provider of a CAPTCHA; returns the variables of a server that asks for it. */
async function startCaptchaProvider(): Promise<{
  readonly child: ChildProcess
  readonly env: Readonly<Record<string, string>>
}> {
  const child = spawn(process.execPath, [captchaMain], { stdio: ['ignore', 'pipe', 'inherit'] })
  return { child, env: JSON.parse(await printed(child, /(\{.*\})/)) as Readonly<Record<string, string>> }
}

async function startedServer(env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [serverMain], { stdio: ['ignore', 'pipe', 'inherit'], env })
  await printed(child, /"msg":"(listening)"/)
  return child
}

/** Ends a process, and waits until it has ended. */
async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  await new Promise((resolve) => {
    child.on('close', resolve)
    child.kill('SIGTERM')
  })
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
