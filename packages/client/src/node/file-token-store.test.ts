import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { LatchkeyError } from '../latchkey-error.ts'
import { fileTokenStore } from './file-token-store.ts'

const tokens = {
  server: 'https://id.example.com',
  clientId: 'phone',
  accessToken: 'a',
  refreshToken: 'b',
  refreshAt: 1,
  signIn: 'c',
}
const reasonOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof LatchkeyError ? error.reason : error),
  )

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  file = join(folder, 'latchkey', 'tokens.json')
  return () => rmSync(folder, { recursive: true })
})

describe('fileTokenStore', () => {
  it('reads null before the first write, what was written after it, and null after a removal', async () => {
    const store = fileTokenStore(file)
    expect(await store.read()).toBeNull()
    await store.write(tokens)
    expect(await fileTokenStore(file).read()).toEqual(tokens)
    await store.write(null)
    expect(await store.read()).toBeNull()
    await store.write(null)
    expect(readdirSync(join(folder, 'latchkey'))).toEqual([])
  })

  it('writes the file with mode 600 in a folder with mode 700, whatever the umask is', async () => {
    const before = process.umask(0)
    await fileTokenStore(file)
      .write(tokens)
      .finally(() => process.umask(before))
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'latchkey')).mode & 0o777).toBe(0o700)
  })

  it('returns complete tokens to a read during a write', async () => {
    const store = fileTokenStore(file)
    const long = { ...tokens, accessToken: 'x'.repeat(100_000) }
    await store.write(tokens)
    const state = { isWriting: true }
    const writing = Promise.all(
      Array.from({ length: 100 }, (_, index) => store.write(index % 2 === 0 ? long : tokens)),
    ).finally(() => (state.isWriting = false))
    const found = new Set<number | undefined>()
    while (state.isWriting) found.add((await store.read())?.accessToken.length)
    await writing
    expect([...found].every((length) => length === 1 || length === 100_000)).toBe(true)
    expect(readdirSync(join(folder, 'latchkey'))).toEqual(['tokens.json'])
  })

  it('leaves no temporary file behind when the write fails', async () => {
    const store = fileTokenStore(file)
    await store.write(tokens)
    rmSync(file)
    mkdirSync(join(file, 'in-the-way'), { recursive: true })
    await expect(store.write(tokens)).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/)
    expect(readdirSync(join(folder, 'latchkey'))).toEqual(['tokens.json'])
  })

  it.each([0o640, 0o604, 0o620, 0o666])(
    'refuses to read a file that other users may read or write, with mode %o',
    async (mode) => {
      const store = fileTokenStore(file)
      await store.write(tokens)
      chmodSync(file, mode)
      expect(await reasonOf(store.read())).toBe('TOKEN_FILE_EXPOSED')
      expect(await store.leftover?.()).toEqual(tokens)
      // Signing in again makes a new one.
      await store.write(tokens)
      expect(await store.read()).toEqual(tokens)
    },
  )

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{}',
    JSON.stringify({ ...tokens, refreshAt: '1' }),
    JSON.stringify({ ...tokens, server: undefined }),
    JSON.stringify({ ...tokens, clientId: undefined }),
  ])('throws for a file without tokens and leaves it as it is: %s', async (text) => {
    const store = fileTokenStore(file)
    await store.write(tokens)
    writeFileSync(file, text)
    expect(await reasonOf(store.read())).toBe('TOKEN_FILE_BROKEN')
    expect(await store.leftover?.()).toBe('unreadable')
    expect(readFileSync(file, 'utf8')).toBe(text)
  })
})
