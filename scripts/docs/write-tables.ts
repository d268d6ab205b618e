import { writeFileSync } from 'node:fs'
import { generatedTables, withTable } from './generated-tables.ts'
import { withProviderSection } from './provider-section.ts'
import { readRepositoryFile, repositoryFile } from './repository-files.ts'

function renew(path: string, what: string, change: (text: string) => string): void {
  const before = readRepositoryFile(path)
  const after = change(before)
  if (after === before) return
  writeFileSync(repositoryFile(path), after)
  console.log(`${path}: ${what} is renewed`)
}

// First, because the table of the configuration is made from it.
renew('.env.example', 'the section of the providers', withProviderSection)
for (const table of generatedTables) {
  renew(table.document, `the table of ${table.name}`, (text) => withTable(text, table))
}
