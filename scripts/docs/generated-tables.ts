import { configurationTable } from './configuration-table.ts'
import { eventLinesTable, logLinesTable } from './log-tables.ts'
import { proceduresTable } from './procedures-table.ts'
import { rateLimitsTable } from './rate-limits-table.ts'
import { refusalsTable } from './refusals-table.ts'
import { requirementsDocument, requirementsList, requirementsSummary } from './requirements-list.ts'

/** A table of a document, or a list, that is generated from code. */
export interface GeneratedTable {
  /** In the marker before the table. */
  readonly name: string
  /** The path of the document from the root of the repository. */
  readonly document: string
  readonly generate: () => string
}

export const generatedTables: readonly GeneratedTable[] = [
  { name: 'procedures', document: 'docs/api.md', generate: proceduresTable },
  { name: 'refusals', document: 'docs/api.md', generate: refusalsTable },
  { name: 'rate limits', document: 'docs/limits.md', generate: rateLimitsTable },
  { name: 'configuration', document: 'docs/operations.md', generate: configurationTable },
  { name: 'log lines', document: 'docs/operations.md', generate: logLinesTable },
  { name: 'security events', document: 'docs/operations.md', generate: eventLinesTable },
  { name: 'requirements by level', document: requirementsDocument, generate: requirementsSummary },
  { name: 'requirements', document: requirementsDocument, generate: requirementsList },
]

/**
 * Returns the document with the table between its markers.
 *
 * @throws Error when the document has no such markers
 */
export function withTable(text: string, { name, document, generate }: GeneratedTable): string {
  const [begin, end] = [`<!-- generated table: ${name} -->`, '<!-- end of the generated table -->']
  const from = text.indexOf(begin)
  const to = text.indexOf(end, from)
  if (from === -1 || to === -1) throw new Error(`${document} has no place for the table of ${name}: ${begin} … ${end}`)
  return `${text.slice(0, from + begin.length)}\n\n${generate()}\n\n${text.slice(to)}`
}
