import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { LatchkeyError } from '../latchkey-error.ts'
import { memberOf } from '../reason-of.ts'
import type { Leftover, StoredTokens, TokenStore } from '../tokens/token-store.ts'

const onlyMine = 0o600
const onlyMineToEnter = 0o700
const others = 0o077

/**
 * Tokens in a file that only its user reads. It is replaced as a whole, so any number of programs may share it: whoever
 * reads finds the old tokens or the new ones, also when the power goes.
 *
 * Reading throws a `LatchkeyError`: `TOKEN_FILE_EXPOSED` when others may read or write the file, because then they may
 * have; `TOKEN_FILE_BROKEN` when there is something else in it. Signing in replaces such a file, and signing out takes it
 * away.
 */
export function fileTokenStore(path: string): TokenStore {
  const file = resolve(path)
  return {
    sharedAs: file,
    read: () => readTokens(file),
    leftover: () => readLeftover(file),
    write: (tokens) => (tokens === null ? rm(file, { force: true }) : writeTokens(file, tokens)),
  }
}

async function readTokens(file: string): Promise<StoredTokens | null> {
  const found = await readText(file)
  if (found === null) return null
  if (found.isExposed) {
    throw new LatchkeyError(
      'TOKEN_FILE_EXPOSED',
      `Others may read ${file}: sign out, or if you know that nobody has, run chmod 600 on it.`,
    )
  }
  const tokens = tokensIn(found.text)
  if (tokens !== null) return tokens
  throw new LatchkeyError('TOKEN_FILE_BROKEN', `${file} has no tokens of Latchkey in it: sign in again to replace it.`)
}

async function readLeftover(file: string): Promise<Leftover> {
  const found = await readText(file)
  return found === null ? null : (tokensIn(found.text) ?? 'unreadable')
}

async function readText(file: string): Promise<{ readonly text: string; readonly isExposed: boolean } | null> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    if (memberOf(error, 'code') === 'ENOENT') return null
    throw error
  })
  if (handle === null) return null
  try {
    // Of the file that is open, which is the one that is read.
    const { mode } = await handle.stat()
    const isExposed = process.platform !== 'win32' && (mode & others) !== 0
    return { text: await handle.readFile('utf8'), isExposed }
  } finally {
    await handle.close()
  }
}

async function writeTokens(file: string, tokens: StoredTokens): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: onlyMineToEnter })
  const aside = `${file}.${randomUUID()}`
  try {
    const handle = await open(aside, 'wx', onlyMine)
    try {
      await handle.writeFile(`${JSON.stringify(tokens, null, 2)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(aside, file)
    await syncFolder(dirname(file))
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
}

/** The new name lasts only once its folder is written: after a power cut the old token would be there, and it is used. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function tokensIn(text: string): StoredTokens | null {
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch {
    return null
  }
  const server = memberOf(found, 'server')
  const clientId = memberOf(found, 'clientId')
  const accessToken = memberOf(found, 'accessToken')
  const refreshToken = memberOf(found, 'refreshToken')
  const refreshAt = memberOf(found, 'refreshAt')
  const signIn = memberOf(found, 'signIn')
  const isWhole =
    typeof server === 'string' &&
    typeof clientId === 'string' &&
    typeof accessToken === 'string' &&
    typeof refreshToken === 'string' &&
    typeof refreshAt === 'number' &&
    typeof signIn === 'string'
  if (!isWhole) return null
  return { server, clientId, accessToken, refreshToken, refreshAt, signIn }
}
