import { writeFileSync } from 'node:fs'
import { generatedTables, withTable } from './generated-tables.ts'
import { readRepositoryFile, repositoryFile } from './repository-files.ts'

/** Writes every generated table into its document. */
for (const table of generatedTables) {
  const before = readRepositoryFile(table.document)
  const after = withTable(before, table)
  if (after === before) continue
  writeFileSync(repositoryFile(table.document), after)
  console.log(`${table.document}: the table of ${table.name} is renewed`)
}
