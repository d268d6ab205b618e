import type { Bench } from '../../run-bench.ts'
import type { Service } from './service.ts'
import { startPostgres } from './start-postgres.ts'
import { startRedis } from './start-redis.ts'

export type ServiceName = 'postgres' | 'redis'

/** What a server is told of its services, and what they cost. */
export interface UsedServices {
  /** The variables that lead a server to them. */
  readonly env: Readonly<Record<string, string>>
  /** The first process of each. */
  readonly pids: readonly number[]
}

/** The services that contestants share; each is started when the first contestant needs it. */
export interface Services {
  /** Returns what is needed, with an empty database of that name where PostgreSQL is. */
  readonly use: (needs: readonly ServiceName[], database: string) => Promise<UsedServices>
  readonly stop: () => Promise<void>
}

/** Returns the services of a bench, of which none is started yet. */
export function servicesOf(bench: Bench): Services {
  const started: Service[] = []
  const once = <S extends Service>(start: (bench: Bench) => Promise<S>): (() => Promise<S>) => {
    let running: S | null = null
    return async () => {
      if (running === null) {
        running = await start(bench)
        started.push(running)
      }
      return running
    }
  }
  const postgres = once(startPostgres)
  const redis = once(startRedis)
  return {
    async use(needs, database) {
      const env: Record<string, string> = {}
      const pids: number[] = []
      if (needs.includes('postgres')) {
        const { pid, createDatabase } = await postgres()
        env['DATABASE_URL'] = createDatabase(database)
        pids.push(pid)
      }
      if (needs.includes('redis')) {
        const { pid, url } = await redis()
        env['REDIS_URL'] = url
        pids.push(pid)
      }
      return { env, pids }
    },
    async stop() {
      for (const service of started) await service.stop()
    },
  }
}
