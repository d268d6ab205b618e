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
  // The 14th and 15th fields are user and system time, the 24th pages in memory.
  const fields = statOf(pid)
  const ticks = Number(fields[11]) + Number(fields[12])
  return { cpuSeconds: ticks / ticksPerSecond, residentMb: (Number(fields[21]) * pageBytes) / mebibyte }
}

/**
 * Returns the processor time of a process and of all that it has started itself, in seconds; where there is no `/proc`, without
 * those that have ended.
 */
export function familyCpuSeconds(pid: number): number {
  if (!existsSync('/proc/self/stat')) return familyFromPs(pid)
  const own = statOf(pid)
  // The 16th and 17th fields are the times of children that have ended.
  const ticks = [own[11], own[12], own[13], own[14], ...childrenOf(pid).flatMap((stat) => [stat[11], stat[12]])]
  return ticks.reduce((sum, time) => sum + Number(time), 0) / ticksPerSecond
}

/** The fields of a process after its name, which may have spaces: the third of all is the first here. */
function statOf(pid: number | string): readonly string[] {
  return readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
}

function childrenOf(pid: number): readonly (readonly string[])[] {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return listed === '' ? [] : listed.split(' ').flatMap(statIfRunning)
}

/** Nothing for a process that has ended since it was listed. */
function statIfRunning(pid: string): readonly (readonly string[])[] {
  try {
    return [statOf(pid)]
  } catch {
    return []
  }
}

function familyFromPs(pid: number): number {
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,cputime='], { encoding: 'utf8' }).trim().split('\n')
  return listed
    .map((line) => line.trim().split(/\s+/))
    .filter(([own, parent]) => own === String(pid) || parent === String(pid))
    .reduce((sum, [, , time = '']) => sum + secondsOf(time), 0)
}

/** Seconds of a time as `ps` prints it: `1-02:03:04`. */
function secondsOf(time: string): number {
  return time.split(/[-:]/).reduce((sum, part) => sum * 60 + Number(part), 0)
}

function usageFromPs(pid: number): ProcessUsage {
  const [time = '', rss = ''] = execFileSync('ps', ['-o', 'cputime=,rss=', '-p', String(pid)], { encoding: 'utf8' })
    .trim()
    .split(/\s+/)
  return { cpuSeconds: secondsOf(time), residentMb: Number(rss) / 1024 }
}
