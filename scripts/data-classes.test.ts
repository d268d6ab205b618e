import { expect, it } from 'vitest'
import { readRepositoryFile, repositoryFiles } from './docs/repository-files.ts'
import { tableUnder } from './security/markdown-tables.ts'

interface Snapshot {
  readonly tables: Readonly<
    Record<string, { readonly name: string; readonly columns: Readonly<Record<string, { readonly name: string }>> }>
  >
}

const document = 'docs/security/data.md'

/** Of the last migration: a test of packages/db compares it with the tables. */
function columnsOfDatabase(): readonly string[] {
  const last = repositoryFiles('packages/db/src/sqlite/migrations/meta/*_snapshot.json').toSorted().at(-1) ?? ''
  const { tables } = JSON.parse(readRepositoryFile(last)) as Snapshot
  return Object.values(tables).flatMap((table) =>
    Object.values(table.columns).map((column) => `${table.name}.${column.name}`),
  )
}

it('data.md classifies every column of the database, and no other', () => {
  const listed = tableUnder(readRepositoryFile(document), 'Columns').flatMap(([columns = []]) => columns)
  expect(listed.toSorted()).toEqual(columnsOfDatabase().toSorted())
  expect(listed).toContain('users.email')
})

it('data.md gives every column one of its classes', () => {
  const text = readRepositoryFile(document)
  const classes = tableUnder(text, 'Classes').flatMap(([names = []]) => names)
  const rows = tableUnder(text, 'Columns')
  expect(rows.filter(([, names = []]) => names.length !== 1 || !classes.includes(names[0] ?? ''))).toEqual([])
  expect(classes).toContain('secret')
})
