import type pg from 'pg'
import type { ColumnKind, CopiedTable } from './copied-tables.ts'
import type { RowBatches } from './copy-sides.ts'
import { normalise } from './normalise.ts'

/** Returns the rows of a table, each batch found by where the last one ended. */
export async function* readPostgres(client: pg.Client, table: CopiedTable, batchSize: number): RowBatches {
  const { first, next } = selectionsOf(table)
  const find = async (text: string, ...values: readonly unknown[]): Promise<readonly unknown[][]> =>
    (await client.query<unknown[]>({ text, values: [...values], rowMode: 'array' })).rows
  let found = await find(first, batchSize)
  while (found.length > 0) {
    yield found.map((stored) => normalise(table, stored))
    // oxlint-disable-next-line no-await-in-loop -- each batch begins where the last one ended
    found = found.length < batchSize ? [] : await find(next, batchSize, found.at(-1)?.at(-1))
  }
}

/** Statements that select the columns of a table, and last where each row stands in its order. */
function selectionsOf({ name, key, order, columns }: CopiedTable): { readonly first: string; readonly next: string } {
  const position = order === 'key' ? key : 'number'
  const values = Object.entries(columns).map(([column, kind]) => converted(column, kind))
  const select = `SELECT ${values.join(', ')}, ${position} FROM ${name}`
  const inOrder = `ORDER BY ${position} LIMIT $1`
  return { first: `${select} ${inOrder}`, next: `${select} WHERE ${position} > $2 ${inOrder}` }
}

function converted(column: string, kind: ColumnKind): string {
  switch (kind) {
    case 'moment':
      return `(extract(epoch FROM ${column}) * 1000)::float8`
    case 'boolean':
      return `${column}::integer`
    case 'json':
      return `${column}::text`
    case 'integer':
      // The driver returns a bigint as a text.
      return `${column}::float8`
    case 'text':
    case 'tokenHash':
      return column
  }
}
