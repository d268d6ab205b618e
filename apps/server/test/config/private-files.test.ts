import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { exposedFiles, exposedFolders, privateFiles } from '../../src/config/private-files.ts'

function fileOfMode(mode: number, name = 'app-secret'): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, name)
  writeFileSync(file, '')
  chmodSync(file, mode)
  return file
}

describe('a file that other users of the machine may read', () => {
  const uid = process.getuid?.() ?? 0

  it.each([
    [0o600, true],
    [0o400, true],
    [0o640, false],
    [0o604, false],
    [0o620, false],
    [0o644, false],
  ])('of the mode %o of the server’s user is private: %s', (mode, isPrivate) => {
    const file = fileOfMode(mode)
    expect(exposedFiles([file])).toEqual(
      isPrivate ? [] : [`${file} can be read or written by other users of this machine: chmod 600 ${file}`],
    )
  })

  it('may be read by its group when another user owns it', () => {
    expect(exposedFiles([fileOfMode(0o640)], uid + 1)).toEqual([])
    const file = fileOfMode(0o644)
    expect(exposedFiles([file], uid + 1)).toEqual([expect.stringContaining(`chmod 640 ${file}`)])
  })

  it('is quoted for the shell, and one that does not exist is no problem', () => {
    const file = fileOfMode(0o644, "it's here")
    expect(exposedFiles([file, `${file}-wal`])).toEqual([expect.stringMatching(/chmod 600 '.*it'\\''s here'$/)])
  })
})

it.each([
  [0o700, false],
  [0o755, false],
  [0o775, false],
  [0o777, true],
  [0o1777, false],
])('a folder of the mode %o lets every user replace its files: %s', (mode, isExposed) => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  chmodSync(folder, mode)
  const line = `in ${folder} every user of this machine may replace files: chmod o-w ${folder}`
  expect(exposedFolders([folder, `${folder}/none`])).toEqual(isExposed ? [line] : [])
})

it('the private files are the environment, the database and the secret beside it', () => {
  const databaseFile = '/srv/data/latchkey.db'
  const database = [databaseFile, `${databaseFile}-wal`, `${databaseFile}-shm`]
  expect(privateFiles('/srv/.env', { databaseFile, secrets: ['x'] })).toEqual(['/srv/.env', ...database])
  expect(privateFiles('/srv/.env', { databaseFile, secrets: [] }).at(-1)).toBe('/srv/data/app-secret')
  expect(privateFiles('/srv/.env', { databaseFile: ':memory:', secrets: [] })).toEqual(['/srv/.env'])
})
