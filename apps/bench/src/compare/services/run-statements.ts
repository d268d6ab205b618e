import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../../../../packages/db/bench/run-statements.ts', import.meta.url))

/**
 * Runs statements in a PostgreSQL, one after the other over one connection.
 *
 * @throws Error when one fails; those before it stay done.
 */
export function runStatements(url: string, statements: readonly string[]): void {
  const stdio = ['pipe', 'ignore', 'inherit'] as const
  execFileSync(process.execPath, [program, url], { input: JSON.stringify(statements), stdio: [...stdio] })
}
