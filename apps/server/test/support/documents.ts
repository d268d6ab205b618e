import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The procedures that a document names in the section with this heading. */
export function namedIn(document: string, heading: string): readonly string[] {
  const text = readFileSync(fileURLToPath(new URL(`../../../../docs/${document}`, import.meta.url)), 'utf8')
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ', 1)[0] ?? ''
  return [...section.matchAll(/`(\w+\.\w+)`/g)].flatMap(([, path]) => (path === undefined ? [] : [path])).toSorted()
}
