import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { findRetiredWords } from './retired-words.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The list itself and this test, and accepted decision records, which are superseded and not rewritten. */
const exempt = /^(?:scripts\/(?:retired-words|vocabulary\.test)\.ts|docs\/decisions\/0(?:0\d|1\d|2[0-2])-.*\.md)$/
const checked = /\.(?:ts|tsx|mjs|css|html|md|yml|example)$/

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => checked.test(file) && !exempt.test(file) && existsSync(`${root}/${file}`))

describe('the vocabulary', () => {
  it('has no retired word in the name, the code, the comments or the sentences of a file', () => {
    const found = files.flatMap((file) =>
      findRetiredWords(file, readFileSync(`${root}/${file}`, 'utf8')).map(
        ({ line, word, use }) => `${file}:${line} says “${word}”; use: ${use}`,
      ),
    )
    expect(found).toEqual([])
  })

  it.each([
    ['a.ts', 'const tripCookie = 1'],
    ['trip-cookie.ts', ''],
    ['curtain.ts', ''],
    ['a.ts', '/** Ends the trip. */'],
    ['a.ts', 'export interface ClientInfo {}'],
    ['a.ts', 'import { errorWords } from "./error-words.ts"'],
    ['a.ts', 'const hasRecentProof = true'],
    ['a.ts', 'readonly sudo: number'],
    ['a.ts', '// Whoever asks is told.'],
    ['a.ts', '/**\n * What nobody reads.\n */'],
    ['a.ts', "it('lets anyone call it', () => {"],
    ['a.md', 'Somebody signs in.'],
    ['a.md', 'The journeys need a Chromium.'],
    ['a.md', 'It finds the user by e-mail.'],
  ])('finds the retired word that is put back into %s: %j', (file, text) => {
    expect(findRetiredWords(file, text)).not.toEqual([])
  })

  it.each([
    ['a.ts', "const name = 'latchkey-trip'"],
    ['a.ts', "throw new AuthError('SUDO_REQUIRED')"],
    ['a.tsx', '<p>Nobody else can see this.</p>'],
    ['a.ts', "const message = 'Nobody has decided yet.'"],
    ['a.ts', 'return { sudoUntil: stepUpUntil.toISOString() }'],
  ])('leaves wire names and texts of screens in %s alone: %j', (file, text) => {
    expect(findRetiredWords(file, text)).toEqual([])
  })
})
