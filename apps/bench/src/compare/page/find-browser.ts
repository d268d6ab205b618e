import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../../../e2e/src/print-browser.ts', import.meta.url))

export interface Browser {
  readonly path: string
  /** What it is started with. */
  readonly args: readonly string[]
}

/** Returns the Chromium of the end-to-end tests; `null` where there is none, or they are not installed. */
export function findBrowser(): Browser | null {
  try {
    const printed = execFileSync(process.execPath, [program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return JSON.parse(printed) as Browser | null
  } catch {
    return null
  }
}
