import { join } from 'node:path'
import type { ProgramDescription } from './start-program.ts'

/** Describes a Redis that keeps nothing on disk; returns its address too. */
export function redis(
  redisServer: string,
  folder: string,
  port: number,
): { readonly program: ProgramDescription; readonly url: string } {
  return {
    program: {
      name: 'Redis',
      command: [redisServer, '--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no'],
      env: process.env,
      runs: /Ready to accept connections/,
      logFile: join(folder, 'redis.log'),
    },
    url: `redis://127.0.0.1:${port}`,
  }
}
