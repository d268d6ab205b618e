import type pg from 'pg'
import type { ColumnKind, CopiedTable, Row } from './copied-tables.ts'

/** Inserts rows of a table, in their order. */
export async function writePostgres(client: pg.Client, table: CopiedTable, rows: readonly Row[]): Promise<void> {
  const names = Object.keys(table.columns)
  const records = rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])))
  await client.query({
    name: `copy ${table.name}`,
    text: insertionOf(table),
    values: [JSON.stringify(records)],
  })
}

function insertionOf({ name, columns }: CopiedTable): string {
  const entries = Object.entries(columns)
  return `
    INSERT INTO ${name} (${entries.map(([column]) => column).join(', ')})
    SELECT ${entries.map(([column, kind]) => converted(column, kind)).join(', ')}
    FROM json_to_recordset($1) AS r(${entries.map(([column, kind]) => `${column} ${sentTypes[kind]}`).join(', ')})`
}

const sentTypes: Readonly<Record<ColumnKind, string>> = {
  text: 'text',
  integer: 'bigint',
  moment: 'bigint',
  boolean: 'integer',
  tokenHash: 'text',
  json: 'text',
}

function converted(column: string, kind: ColumnKind): string {
  switch (kind) {
    case 'moment':
      return `timestamptz 'epoch' + r.${column} * interval '1 millisecond'`
    case 'boolean':
      return `r.${column}::boolean`
    case 'json':
      return `r.${column}::jsonb`
    case 'text':
    case 'integer':
    case 'tokenHash':
      return `r.${column}`
  }
}
