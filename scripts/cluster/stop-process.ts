import type { ChildProcess } from 'node:child_process'

/** Longer than a server gives to the requests under way. */
const graceMs = 15_000

/** Asks a process to end with SIGTERM, and kills it where it does not in time. Resolves when it is gone. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const kill = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await exit
  clearTimeout(kill)
}
