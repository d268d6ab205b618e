import type { SqliteDatabase } from '../sqlite/open-database.ts'
import type { ColumnKind, CopiedTable } from './copied-tables.ts'
import type { RowBatches } from './copy-sides.ts'
import { normalise } from './normalise.ts'

/** Returns the rows of a table, each batch found by where the last one ended. */
export async function* readSqlite({ $client }: SqliteDatabase, table: CopiedTable, batchSize: number): RowBatches {
  const { first, next } = selectionsOf(table)
  const findFirst = $client.prepare(first).raw()
  const findNext = $client.prepare(next).raw()
  let found = findFirst.all(batchSize) as unknown[][]
  while (found.length > 0) {
    yield found.map((stored) => normalise(table, convert(table, stored)))
    found = found.length < batchSize ? [] : (findNext.all(found.at(-1)?.at(-1), batchSize) as unknown[][])
  }
}

/** The sessions are in several tables. */
const views: Readonly<Record<string, string>> = { sessions: 'session_records' }

/** Statements that select the columns of a table, and last where each row stands in its order. */
function selectionsOf({ name, key, order, columns }: CopiedTable): { readonly first: string; readonly next: string } {
  const position = order === 'key' ? key : 'rowid'
  const select = `SELECT ${Object.keys(columns).join(', ')}, ${position} FROM ${views[name] ?? name}`
  const inOrder = `ORDER BY ${position} LIMIT ?`
  return { first: `${select} ${inOrder}`, next: `${select} WHERE ${position} > ? ${inOrder}` }
}

function convert({ columns }: CopiedTable, stored: readonly unknown[]): readonly unknown[] {
  const kinds: readonly ColumnKind[] = Object.values(columns)
  return stored.map((value, index) =>
    kinds[index] === 'tokenHash' && Buffer.isBuffer(value) ? value.toString('base64url') : value,
  )
}
