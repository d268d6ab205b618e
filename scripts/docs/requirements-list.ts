import { posix } from 'node:path'
import { type Chapter, chapters, requirements } from '../asvs/chapters.ts'
import type { DocumentReference, Requirement, TestReference, Verdict } from '../asvs/requirement.ts'
import { markdownTable } from './markdown-table.ts'

const levels = [1, 2, 3] as const
const kinds = ['proven', 'documented', 'not applicable', 'open'] as const satisfies readonly Verdict['kind'][]

/** The document that the list is in: links are relative to it. */
export const requirementsDocument = 'docs/security/asvs.md'

/** Returns how many requirements of each level have which verdict. */
export function requirementsSummary(): string {
  const rows = levels.map((level) => [`${level}`, ...kinds.map((kind) => count(level, kind)), count(level)])
  return markdownTable(['level', ...kinds, 'all'], rows)
}

/** Returns a section for each chapter, with an entry for each of its requirements. */
export function requirementsList(): string {
  return chapters.map(chapterSection).join('\n\n')
}

function count(level: number, kind?: string): string {
  return `${requirements.filter((one) => one.level === level && (kind ?? one.verdict.kind) === one.verdict.kind).length}`
}

function chapterSection({ title, requirements: own }: Chapter, index: number): string {
  return `## ${index + 1}. ${title}\n\n${own.map(entry).join('\n')}`
}

function entry({ id, level, summary, verdict }: Requirement): string {
  const { kind } = verdict
  const first = `- **${id}** (${level}) ${summary} **${kind[0]?.toUpperCase()}${kind.slice(1)}**`
  if (kind === 'not applicable' || kind === 'open') return `${first}: ${verdict.reason}`
  const tests = kind === 'proven' ? verdict.tests.map(testEntry) : []
  return [`${first}:`, ...tests, ...verdict.documents.map(documentEntry)].join('\n')
}

function testEntry({ file, title }: TestReference): string {
  return `  - \`${file}\`: \`${title}\``
}

function documentEntry(reference: DocumentReference): string {
  return `  - [${reference}](${posix.relative(posix.dirname(requirementsDocument), reference)})`
}
