import { CopyError } from './copy-error.ts'
import { type ColumnKind, type CopiedTable, keyOf, type Row, type Value } from './copied-tables.ts'

const tests: Readonly<Record<ColumnKind, (value: unknown) => boolean>> = {
  text: isText,
  integer: Number.isSafeInteger,
  moment: Number.isSafeInteger,
  boolean: (value) => value === 0 || value === 1,
  tokenHash: isText,
  json: isText,
}

/**
 * Returns the row of stored values, of which an engine has already converted those that it stores in its own form.
 *
 * @throws CopyError for a value that the other engine can't store exactly, like a moment with microseconds
 */
export function normalise(table: CopiedTable, stored: readonly unknown[]): Row {
  return Object.entries(table.columns).map(([column, kind], index) => {
    const value = stored[index] ?? null
    if (value === null) return null
    if (!tests[kind](value)) {
      throw new CopyError(
        `${table.name} ${keyOf(table, stored.map(String))}: ${column} is not a ${kind} that both engines store.`,
      )
    }
    return kind === 'json' && typeof value === 'string' ? canonicalJson(value) : (value as Value)
  })
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

/** Returns JSON without spaces and with the keys of each object in order: PostgreSQL does not keep theirs. */
export function canonicalJson(text: string): string {
  return JSON.stringify(JSON.parse(text), (_key, value: unknown) =>
    isRecord(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  )
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
