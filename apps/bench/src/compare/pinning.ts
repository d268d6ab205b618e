import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** The processor of each side, where the system can tie a process to one. */
const cores = { server: 0, load: 1 } as const

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-c', '0', 'true']).status === 0

/** Says on which processors the two sides run. */
export const pinning = canPin ? 'server and load each on a processor of its own' : 'not tied to processors'

/** Returns a command that runs on the processor of one side. */
export function onCore(
  side: keyof typeof cores,
  command: string,
  args: readonly string[],
): readonly [command: string, args: readonly string[]] {
  return canPin ? ['taskset', ['-c', String(cores[side]), command, ...args]] : [command, args]
}
