import { type RefusalDefinition, refusals } from '../../packages/schema/src/refusals.ts'
import { markdownTable } from './markdown-table.ts'

/** Returns a row for every reason, in the order of the code. */
export function refusalsTable(): string {
  const definitions: readonly (readonly [string, RefusalDefinition])[] = Object.entries(refusals)
  const rows = definitions.map(([reason, { status, code, message, retryable }]) => [
    `\`${reason}\``,
    String(status),
    `\`${code}\``,
    message,
    retryable ? 'yes' : '',
  ])
  return markdownTable(['reason', 'status', 'code', 'message', 'retryable'], rows)
}
