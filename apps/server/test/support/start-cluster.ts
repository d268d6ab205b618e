import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished, vi } from 'vitest'
import { quick, Visitor } from './test-server.ts'

const script = fileURLToPath(new URL('../../../../scripts/start-cluster.ts', import.meta.url))

/** The ports that a cluster takes, above the first. */
const portsAbove = [0, 1, 2, 10, 11, 12]
/** Below those that systems give to outgoing connections, which would take one of the ports in between. */
const [lowestPort, highestPort] = [20_000, 30_000]
const deadlineMs = 60_000
const waitOptions = { timeout: deadlineMs, interval: 50 }

/** What `pnpm start:cluster` runs, as a process. */
export interface RunningCluster {
  readonly url: string
  readonly ports: readonly number[]
  /** What it printed so far. */
  readonly output: () => string
  /** The process that it named last for a part, like `server 1`. */
  readonly pidOf: (name: string) => number
  /** Every process that it named. */
  readonly pids: () => readonly number[]
  /** The log of one of its servers. */
  readonly logOf: (server: number) => string
  readonly visitor: () => Visitor
  /** Resolves once it printed this. */
  readonly printed: (text: string) => Promise<void>
  /** Sends SIGTERM; resolves with its exit code. */
  readonly stop: () => Promise<number | null>
}

/** Starts a cluster of the built server over the data in a folder. It ends with the test, as does what it left behind. */
export async function startCluster(folder: string, args: readonly string[] = []): Promise<RunningCluster> {
  const port = await freePorts()
  const child = spawn(process.execPath, [script, '--built', '--folder', folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      // oxlint-disable-next-line node/no-process-env -- PostgreSQL's package runs programs of the machine
      PATH: process.env['PATH'],
      ...quick,
      PORT: String(port),
      // Set, so that no file of the checkout sets them.
      HOST: '',
      PUBLIC_URL: '',
      DATABASE_URL: '',
      REDIS_URL: '',
      APP_SECRETS: '',
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()))
  const exit = once(child, 'exit')
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM')
    await exit
    return child.exitCode
  }
  const pids = (): readonly number[] => [...output.matchAll(/process (\d+)/g)].map(([, pid]) => Number(pid))
  onTestFinished(async () => {
    await stop()
    for (const pid of pids()) kill(pid)
  })
  const printed = async (text: string): Promise<void> => {
    await vi.waitUntil(() => output.includes(text) || child.exitCode !== null, waitOptions)
    if (!output.includes(text)) throw new Error(`it ended without “${text}”: ${output}`)
  }
  await printed('Latchkey is at')
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    ports: portsAbove.map((above) => port + above),
    output: () => output,
    pidOf: (name) => Number([...output.matchAll(new RegExp(`${name}\\b.* process (\\d+)`, 'g'))].at(-1)?.[1]),
    pids,
    logOf: (server) => readFileSync(join(folder, `server-${server}.log`), 'utf8'),
    visitor: () => new Visitor(url, {}),
    printed,
    stop,
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
}

/** Returns whether a process can listen on a port. */
export async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: '127.0.0.1' }, () => probe.close(() => resolve(true)))
  })
}

async function freePorts(): Promise<number> {
  for (let port = lowestPort + (process.pid % 500) * 20; port < highestPort; port += 20) {
    const free = await Promise.all(portsAbove.map((above) => isFree(port + above)))
    if (free.every(Boolean)) return port
  }
  throw new Error('no free ports')
}
