import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Of the clock in which Linux counts the time of a process: fixed at 100 a second for programs. */
const ticksPerSecond = 100
const pageBytes = 4096
const mebibyte = 1024 * 1024

export interface ProcessUsage {
  /** Processor time since the start of the process, of all of its threads, in seconds. */
  readonly cpuSeconds: number
  /** Resident memory in MB (1024² bytes). */
  readonly residentMb: number
}

/** Returns what a process has used so far. */
export function usageOf(pid: number): ProcessUsage {
  if (!existsSync('/proc/self/stat')) return usageFromPs(pid)
  // After the name, which may have spaces: the 14th and 15th fields are user and system time, the 24th pages in memory.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  return { cpuSeconds: ticks / ticksPerSecond, residentMb: (Number(fields[21]) * pageBytes) / mebibyte }
}

function usageFromPs(pid: number): ProcessUsage {
  const [time = '', rss = ''] = execFileSync('ps', ['-o', 'cputime=,rss=', '-p', String(pid)], { encoding: 'utf8' })
    .trim()
    .split(/\s+/)
  const cpuSeconds = time.split(/[-:]/).reduce((sum, part) => sum * 60 + Number(part), 0)
  return { cpuSeconds, residentMb: Number(rss) / 1024 }
}
