import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createTestDatabase, type TestPostgres } from '@latchkey/db/testing'
import { inject, onTestFinished } from 'vitest'
import { type BuiltServer, startBuiltServer } from './built-server.ts'
import { freePort } from './free-port.ts'
import { exampleHost, programPath, type ReverseProxy } from './reverse-proxies.ts'
import { productionEnv } from './production-env.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgres: TestPostgres
  }
}

const deadlineMs = 10_000
const pollMs = 50

/** The proxy of an example. */
export interface StartedProxy {
  /** The port of the proxy for TLS. */
  readonly port: number
  /** The certificate of the proxy, which its clients trust. */
  readonly certificate: string
  /** Ends the proxy; the server goes on. */
  readonly stopProxy: () => Promise<void>
}

/** The built server in production behind a proxy. */
export interface Deployment extends StartedProxy {
  readonly server: BuiltServer
}

/** Two built servers in production over one PostgreSQL behind a proxy. */
export interface DeploymentOfTwo extends StartedProxy {
  readonly servers: readonly [BuiltServer, BuiltServer]
  /** Starts a server on the port of one that has ended. */
  readonly startAgain: (ended: BuiltServer) => Promise<BuiltServer>
}

export interface DeploymentOptions {
  /** Changes the configuration of the example. */
  readonly change?: (configuration: string) => string
  readonly webFiles?: Readonly<Record<string, string>>
}

/** Starts the built server in production and the proxy of an example in front of it; both end with the test. */
export async function deploy(
  proxy: ReverseProxy,
  { change, webFiles = {} }: DeploymentOptions = {},
): Promise<Deployment> {
  const port = await freePort()
  const server = await startBuiltServer({ webFiles, env: envBehindProxy(port) })
  return { server, ...(await startProxy(proxy, port, [server], change)) }
}

/** Starts two built servers in production over a PostgreSQL database, and a proxy in front; all end with the test. */
export async function deployTwo(proxy: ReverseProxy, { change }: DeploymentOptions = {}): Promise<DeploymentOfTwo> {
  const { url, drop } = await createTestDatabase(inject('postgres'))
  onTestFinished(drop)
  const port = await freePort()
  const start = (own: Readonly<Record<string, string>> = {}): Promise<BuiltServer> =>
    startBuiltServer({ env: { ...envBehindProxy(port), DATABASE_URL: url, ...own } })
  const servers = [await start(), await start()] as const
  const startAgain = (ended: BuiltServer): Promise<BuiltServer> => start({ PORT: new URL(ended.url).port })
  return { servers, startAgain, ...(await startProxy(proxy, port, servers, change)) }
}

function envBehindProxy(port: number): Readonly<Record<string, string>> {
  return {
    ...productionEnv,
    PUBLIC_URL: `https://${exampleHost}:${port}`,
    // One address, because the clients of these tests have other loopback addresses.
    TRUST_PROXY: '127.0.0.1',
    ATTEMPTS_PER_ACCOUNT: '10',
  }
}

async function startProxy(
  proxy: ReverseProxy,
  port: number,
  servers: readonly BuiltServer[],
  change: (configuration: string) => string = String,
): Promise<StartedProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-proxy-'))
  makeCertificate(folder)
  const hosts = servers.map(({ url }) => new URL(url).host)
  const args = proxy.configure({ folder, servers: hosts, port, spare: await freePort() }, change)
  const child = spawn(proxy.program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: programPath, HOME: folder },
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const stopProxy = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  onTestFinished(async () => {
    await stopProxy()
    rmSync(folder, { recursive: true })
  })
  await listening(
    port,
    () => child.exitCode === null,
    () => errors,
  )
  return { port, certificate: readFileSync(join(folder, 'certificate.pem'), 'utf8'), stopProxy }
}

function makeCertificate(folder: string): void {
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')]
  const subject = ['-subj', `/CN=${exampleHost}`, '-addext', `subjectAltName=DNS:${exampleHost}`]
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...key, ...subject, ...files], { stdio: 'pipe' })
}

async function listening(port: number, isRunning: () => boolean, errors: () => string): Promise<void> {
  const deadline = performance.now() + deadlineMs
  while (isRunning() && performance.now() < deadline) {
    const socket = connect(port, '127.0.0.1')
    const connected = await Promise.race([
      once(socket, 'connect').then(
        () => true,
        () => false,
      ),
      once(socket, 'close').then(() => false),
    ])
    socket.destroy()
    if (connected) return
    await setTimeout(pollMs)
  }
  throw new Error(`the proxy does not listen: ${errors()}`)
}
