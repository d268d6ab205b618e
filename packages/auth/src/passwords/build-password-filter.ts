import { foldPassword, normalizePassword } from '@latchkey/schema'
import { BloomFilter } from './bloom-filter.ts'
import { passwordDigest } from './password-digest.ts'

/** A SHA-1 in hex, and how often it was seen, as breached passwords are published. */
const digestLine = /^([0-9a-f]{40})(?::\d+)?$/i

/**
 * Returns a filter of the passwords of a list: one a line, in clear or as the SHA-1 in hex with or without a count. A
 * password in clear is also found in lower case. The lines are read twice, to know their number before the filter is made;
 * memory is needed for the filter alone.
 */
export async function buildPasswordFilter(
  readLines: () => AsyncIterable<string> | Iterable<string>,
): Promise<{ readonly filter: BloomFilter; readonly entries: number }> {
  let entries = 0
  for await (const line of readLines()) entries += digestsOf(line).length
  const filter = BloomFilter.forEntries(entries)
  for await (const line of readLines()) for (const digest of digestsOf(line)) filter.add(digest)
  return { filter, entries }
}

function digestsOf(line: string): readonly Buffer[] {
  const [, digest] = digestLine.exec(line.trim()) ?? []
  if (digest !== undefined) return [Buffer.from(digest, 'hex')]
  const password = normalizePassword(line)
  if (password === '') return []
  return [...new Set([password, foldPassword(password)])].map(passwordDigest)
}
