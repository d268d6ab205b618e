import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../find-program.ts'
import { startLocalProvider } from '../local-provider.ts'
import type { ClusterPorts } from './cluster-ports.ts'
import { KeptProgram } from './kept-program.ts'
import { keptSecret } from './kept-secret.ts'
import { latchkeyServer } from './latchkey-server.ts'
import { nginxBalancer } from './nginx-balancer.ts'
import { type BalancerAddress, nodeBalancer } from './node-balancer.ts'
import { postgres } from './postgres.ts'
import { redis } from './redis.ts'
import { type ProgramDescription, startProgram } from './start-program.ts'
import { stopProcess } from './stop-process.ts'

export interface ClusterOptions {
  /** Where its data, secrets and logs are kept. */
  readonly folder: string
  readonly host: string
  readonly ports: ClusterPorts
  readonly publicUrl: string
  /** The address of a PostgreSQL that is there; `null` to start one. */
  readonly postgresUrl: string | null
  /** The address of a Redis that is there; `null` to start one where it is installed. */
  readonly redisUrl: string | null
  /** The secrets of the servers; `null` for the one that is kept in the folder. */
  readonly secrets: string | null
  /** Programs of the machine that are not to be used: `nginx`, `redis-server`. */
  readonly without: readonly string[]
  /** Where a line for the operator goes. */
  readonly say: (line: string) => void
}

type Stop = () => Promise<void>

/** Two servers over one PostgreSQL, with a balancer in front and, where there is one, a Redis. */
export class Cluster {
  readonly #options: ClusterOptions
  /** What has been started: ended in the reverse order, each group together. */
  readonly #groups: Stop[][] = []
  #stopping: Promise<void> | null = null

  constructor(options: ClusterOptions) {
    this.#options = options
    const { folder } = options
    mkdirSync(folder, { recursive: true })
    // PostgreSQL, which can't run as root, is then another user and goes through it.
    chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700)
  }

  /**
   * Starts everything, one after the other. Returns once the balancer takes requests.
   *
   * @throws Error with the reason when a part does not start, or when it is stopped meanwhile
   */
  async start(): Promise<void> {
    const { folder, secrets, publicUrl, postgresUrl } = this.#options
    const databaseUrl = await this.#startPostgres()
    const redisUrl = await this.#startRedis()
    const provider = await this.#startProvider()
    await this.#startServers({
      ...provider,
      ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
      DATABASE_URL: databaseUrl,
      // One for another database may be set for everyday work.
      ...(postgresUrl === null ? { DATABASE_DIRECT_URL: '' } : {}),
      APP_SECRETS: secrets ?? keptSecret(join(folder, 'app-secret')),
      PUBLIC_URL: publicUrl,
    })
    await this.#startBalancer()
  }

  /** Ends what was started, the balancer first and PostgreSQL last. Resolves when all of it is gone. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopGroups()
    return this.#stopping
  }

  async #stopGroups(): Promise<void> {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one group after the other
    for (const group of this.#groups.toReversed()) await Promise.all(group.map((stop) => stop()))
  }

  async #startPostgres(): Promise<string> {
    const { folder, ports, postgresUrl } = this.#options
    if (postgresUrl !== null) {
      this.#sayWhere('PostgreSQL', `${new URL(postgresUrl).host}, of DATABASE_URL`)
      return postgresUrl
    }
    const { program, url } = postgres(folder, ports.postgres)
    const [pid] = await this.#run([program])
    this.#sayWhere('PostgreSQL', `127.0.0.1:${ports.postgres}`, pid)
    return url
  }

  async #startRedis(): Promise<string | null> {
    const { folder, ports, redisUrl } = this.#options
    if (redisUrl !== null) {
      this.#sayWhere('Redis', `${new URL(redisUrl).host}, of REDIS_URL`)
      return redisUrl
    }
    const found = this.#find('redis-server')
    if (found === null) {
      this.#sayWhere('Redis', 'none: the servers run without it')
      return null
    }
    const { program, url } = redis(found, folder, ports.redis)
    const [pid] = await this.#run([program])
    this.#sayWhere('Redis', `127.0.0.1:${ports.redis}`, pid)
    return url
  }

  async #startProvider(): Promise<Readonly<Record<string, string>>> {
    const { ports, say } = this.#options
    const provider = await startLocalProvider(ports.balancer, { detached: true })
    if (provider === null) return {}
    await this.#add([() => stopProcess(provider.process)])
    provider.process.once('exit', () => {
      if (this.#stopping === null) say('The local provider ended: signing in through it fails until the next start.')
    })
    this.#sayWhere('provider', `http://localhost:${ports.provider}`, provider.process.pid)
    return provider.env
  }

  async #startServers(env: NodeJS.ProcessEnv): Promise<void> {
    const { folder, ports } = this.#options
    const programs = ports.servers.map((port, index) => latchkeyServer({ number: index + 1, port }, folder, env))
    const pids = await this.#run(programs, ' The balancer goes on with the other.')
    for (const [index, port] of ports.servers.entries()) {
      this.#sayWhere(`server ${index + 1}`, `http://127.0.0.1:${port}`, pids[index])
    }
  }

  async #startBalancer(): Promise<void> {
    const { folder, host, ports } = this.#options
    const address: BalancerAddress = { host, port: ports.balancer, servers: ports.servers }
    const nginx = this.#find('nginx')
    if (nginx === null) {
      const [pid] = await this.#run([nodeBalancer(address, folder)])
      this.#sayWhere('balancer', `${host}:${ports.balancer}, of Node`, pid)
      return
    }
    const { program, remove } = nginxBalancer(nginx, address, folder)
    await this.#add([async () => remove()])
    const [pid] = await this.#run([program])
    this.#sayWhere('balancer', `${host}:${ports.balancer}, nginx`, pid)
  }

  #find(program: string): string | null {
    return this.#options.without.includes(program) ? null : findProgram(program)
  }

  /** Starts programs at once; returns the ids of their processes when all run. */
  async #run(programs: readonly ProgramDescription[], meanwhile = ''): Promise<readonly number[]> {
    const { say } = this.#options
    const kept = programs.map((program) => {
      // Addresses and ids of users are in it.
      writeFileSync(program.logFile, '', { mode: 0o600 })
      return new KeptProgram({ name: program.name, launch: () => startProgram(program), say, meanwhile })
    })
    await this.#add(kept.map((program) => () => program.stop()))
    return Promise.all(kept.map((program) => program.start()))
  }

  /** Has a group be ended with the cluster. */
  async #add(group: Stop[]): Promise<void> {
    this.#groups.push(group)
    if (this.#stopping === null) return
    await Promise.all(group.map((stop) => stop()))
    throw new Error('It was stopped while it started.')
  }

  #sayWhere(name: string, where: string, pid?: number): void {
    const process = pid === undefined ? '' : `process ${pid}`
    this.#options.say(`  ${name.padEnd(11)} ${where.padEnd(28)} ${process}`.trimEnd())
  }
}
