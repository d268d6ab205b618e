import { existsSync } from 'node:fs'
import { dirname, join, matchesGlob } from 'node:path/posix'
import { describe, expect, it } from 'vitest'
import { generatedTables, withTable } from './docs/generated-tables.ts'
import { middlewareOfApp, middlewareOfDocument } from './docs/middleware-order.ts'
import { withProviderSection } from './docs/provider-section.ts'
import { fragmentsOf, namedFiles, relativeLinks } from './docs/references.ts'
import { readRepositoryFile, repositoryFile, repositoryFiles } from './docs/repository-files.ts'

const documents = repositoryFiles(['*.md', 'docs/**/*.md', 'packages/*/README.md']).toSorted()
const files = repositoryFiles(['*', '{apps,packages,examples,scripts,docs}/**'])

/** Records are not rewritten: those up to this one name files that were moved since. */
const lastRecordOfOldPaths = 'docs/decisions/022'
const current = documents.filter((path) => !path.startsWith('docs/decisions/') || path > `${lastRecordOfOldPaths}~`)

function exists(named: string): boolean {
  return files.some((file) => file === named || file.endsWith(`/${named}`) || matchesGlob(file, `**/${named}`))
}

describe('a generated table', () => {
  it.each(generatedTables)('of $name in $document is what the code says', (table) => {
    const text = readRepositoryFile(table.document)
    expect(text === withTable(text, table), `${table.document} is stale: renew it with pnpm docs:tables`).toBe(true)
  })
})

it('.env.example describes the providers as their definitions do', () => {
  const text = readRepositoryFile('.env.example')
  expect(text === withProviderSection(text), '.env.example is stale: renew it with pnpm docs:tables').toBe(true)
})

describe('the order of the middleware', () => {
  it('in docs/overview.md is that of app.ts', () => {
    const documented = middlewareOfDocument(readRepositoryFile('docs/overview.md'), 'The way of a request')
    const inCode = middlewareOfApp(readRepositoryFile('apps/server/src/app.ts'))
    expect(documented).toEqual(inCode)
    expect(inCode).toContain('logRequests')
  })
})

describe('the documents', () => {
  it.each(documents)('%s links to files and headings that exist', (document) => {
    const dead = relativeLinks(readRepositoryFile(document)).filter((link) => {
      const [path = '', fragment] = link.split('#', 2)
      const target = path === '' ? document : join(dirname(document), path)
      if (!existsSync(repositoryFile(target))) return true
      return fragment !== undefined && !fragmentsOf(readRepositoryFile(target)).has(fragment)
    })
    expect(dead).toEqual([])
  })

  it.each(current)('%s names files that exist', (document) => {
    expect(namedFiles(readRepositoryFile(document)).filter((named) => !exists(named))).toEqual([])
  })
})
