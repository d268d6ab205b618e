import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject, onTestFinished } from 'vitest'

const recorder = fileURLToPath(new URL('outbound-recorder.ts', import.meta.url))

export interface OutboundFile {
  /** The variables that make a server process record the connections that it opens. */
  readonly env: Readonly<Record<string, string>>
  /** Returns the targets of these connections but the database, each once. */
  readonly targets: () => readonly string[]
}

/** Creates the file in which a server process records the connections that it opens; it is removed with the test. */
export function outboundFile(): OutboundFile {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'outbound.txt')
  writeFileSync(file, '')
  return {
    env: { NODE_OPTIONS: `--import=${recorder}`, OUTBOUND_FILE: file },
    targets: () => [
      ...new Set(
        readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line !== '' && !isDatabase(line)),
      ),
    ],
  }
}

function isDatabase(target: string): boolean {
  return inject('engine') === 'postgres' && target.endsWith(`:${new URL(inject('postgres').url).port}`)
}
