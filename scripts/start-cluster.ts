import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { busyPorts, clusterPorts } from './cluster/cluster-ports.ts'
import { Cluster } from './cluster/cluster.ts'
import { stopWithNpx } from './stop-with-npx.ts'
import { turbo } from './turbo.ts'

/**
 * Starts a cluster to try: two servers over one PostgreSQL behind a balancer. `--without nginx` and `--without redis-server`
 * leave out what is on the machine, `--folder` is where its data is, and `--built` leaves out the build.
 */
const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: at('.cluster') },
    without: { type: 'string', multiple: true, default: [] },
    built: { type: 'boolean', default: false },
  },
})

if (existsSync(at('.env'))) process.loadEnvFile(at('.env'))

/** A variable of the environment; `null` where it is not set, or empty. */
const variable = (name: string): string | null => process.env[name] || null

const folder = resolve(values.folder)

const code = values.built ? 0 : turbo('run', 'build', '--output-logs=errors-only')
if (code !== 0) process.exit(code)

try {
  const ports = clusterPorts(Number(variable('PORT') ?? 3000))
  await refuseBusyPorts([ports.balancer, ...ports.servers, ports.provider, ports.postgres, ports.redis])
  const databaseUrl = variable('DATABASE_URL')
  const publicUrl = variable('PUBLIC_URL') ?? `http://localhost:${ports.balancer}`
  const cluster = new Cluster({
    folder,
    host: variable('HOST') ?? '127.0.0.1',
    ports,
    publicUrl,
    postgresUrl: databaseUrl !== null && /^postgres(ql)?:/.test(databaseUrl) ? databaseUrl : null,
    redisUrl: variable('REDIS_URL'),
    secrets: variable('APP_SECRETS'),
    without: values.without,
    say: console.log,
  })
  const starting = cluster.start()
  stopOnSignals(async () => {
    console.log('\nStopping.')
    await cluster.stop()
    await starting.catch(() => undefined)
    console.log('Stopped.')
    process.exit(0)
  })
  await starting.catch(async (error: unknown) => {
    await cluster.stop()
    throw error
  })
  console.log(`
  Kill one server, like \`kill\` with its process: the other answers, and you stay signed in.
  Data, secrets and logs are in ${folder}.

  Latchkey is at ${publicUrl}
`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

/** @throws Error that names the ports that another program listens on */
async function refuseBusyPorts(ports: readonly number[]): Promise<void> {
  const busy = await busyPorts(ports)
  if (busy.length === 0) return
  throw new Error(`In use: port ${busy.join(', ')}. Stop what is using it, or start with another PORT.`)
}

/** Calls `stop` at the first signal to end; further ones change nothing. */
function stopOnSignals(stop: () => Promise<void>): void {
  let isStopping = false
  const onSignal = (): void => {
    if (!isStopping) void stop()
    isStopping = true
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  stopWithNpx()
}
