import { spawnSync } from 'node:child_process'
import { isRunning } from './is-running.ts'

const lookEveryMs = 500
const maxAncestors = 10

/**
 * npx dies of a SIGTERM without passing it on, and what it started lives on without it. So we look whether it is still
 * there, and stop as if the signal had been ours. Does nothing where npx did not start us, or where there is no `ps`.
 */
export function stopWithNpx(): void {
  const npx = findNpx()
  if (npx === null) return
  const timer = setInterval(() => {
    if (isRunning(npx)) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, lookEveryMs)
  timer.unref()
}

function findNpx(): number | null {
  let pid = process.ppid
  for (let steps = 0; steps < maxAncestors && pid > 1; steps += 1) {
    const { stdout } = spawnSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' })
    const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(stdout ?? '') ?? []
    if (parent === undefined || command === undefined) return null
    if (/^(npm exec|npx)\b|\/npx(-cli\.js)?\b/.test(command)) return pid
    pid = Number(parent)
  }
  return null
}
