import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { peersFolder } from '../contestants.ts'
import type { Browser } from './find-browser.ts'

const program = join(peersFolder, 'lighthouse', 'run.mjs')
const timeoutMs = 180_000

/** Scores are from 0 to 100. */
export interface LighthouseReport {
  readonly version: string
  readonly performance: number
  readonly accessibility: number
  readonly bestPractices: number
  readonly seo: number
  /** How fast Lighthouse found the machine, on which the performance depends. */
  readonly benchmarkIndex: number
  /** What it says against its own scores, for example that the machine is slow. */
  readonly warnings: readonly string[]
}

/**
 * Has Lighthouse load a page on its mobile profile.
 *
 * @throws Error when it or the browser fails.
 */
export async function runLighthouse(url: string, { path, args }: Browser): Promise<LighthouseReport> {
  // At this signal it ends the browser too.
  const bounds = { timeout: timeoutMs, killSignal: 'SIGINT' } as const
  const { stdout } = await promisify(execFile)(process.execPath, [program, url, path, ...args], bounds)
  return JSON.parse(stdout) as LighthouseReport
}
