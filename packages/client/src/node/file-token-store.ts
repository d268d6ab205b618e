import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { LatchkeyError } from '../latchkey-error.ts'
import { memberOf } from '../transport/member-of.ts'
import type { Leftover, StoredTokens, TokenStore } from '../tokens/token-store.ts'

const fileMode = 0o600
const folderMode = 0o700
/** The permissions of all users but the owner. */
const othersMask = 0o077

/**
 * Creates a store that keeps the tokens in a file that only its user may read and write. The file is replaced as a
 * whole, so several programs may share it: a read returns the old tokens or the new ones, also after a power cut.
 *
 * `read` throws a `LatchkeyError`: `TOKEN_FILE_EXPOSED` when other users may read or write the file, because they may
 * have done so (not on Windows, where the folder decides); `TOKEN_FILE_BROKEN` when the file does not contain tokens. A
 * sign-in replaces such a file, and `signOut` deletes it.
 *
 * @param path - of the file; a relative one is resolved from the current directory now. Folders that are missing are
 * created
 * @returns the store
 * @example
 * ```ts
 * import { homedir } from 'node:os'
 * import { join } from 'node:path'
 * import { createClient } from '@latchkey/client'
 * import { fileTokenStore } from '@latchkey/client/node'
 *
 * const tokenStore = fileTokenStore(join(homedir(), '.config', 'mine', 'tokens.json'))
 * const client = createClient({ url: 'https://id.example.com', clientId: 'latchkey-cli', tokenStore })
 * console.log(await client.auth.me.query())
 * ```
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
  const tokens = parseTokens(found.text)
  if (tokens !== null) return tokens
  throw new LatchkeyError('TOKEN_FILE_BROKEN', `${file} has no tokens of Latchkey in it: sign in again to replace it.`)
}

async function readLeftover(file: string): Promise<Leftover> {
  const found = await readText(file)
  return found === null ? null : (parseTokens(found.text) ?? 'unreadable')
}

async function readText(file: string): Promise<{ readonly text: string; readonly isExposed: boolean } | null> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    if (memberOf(error, 'code') === 'ENOENT') return null
    throw error
  })
  if (handle === null) return null
  try {
    // The mode of the open file, because the path may name another one by now.
    const { mode } = await handle.stat()
    const isExposed = process.platform !== 'win32' && (mode & othersMask) !== 0
    return { text: await handle.readFile('utf8'), isExposed }
  } finally {
    await handle.close()
  }
}

async function writeTokens(file: string, tokens: StoredTokens): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: folderMode })
  const temporary = `${file}.${randomUUID()}`
  try {
    const handle = await open(temporary, 'wx', fileMode)
    try {
      await handle.writeFile(`${JSON.stringify(tokens, null, 2)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
    await syncFolder(dirname(file))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Makes the rename durable: after a power cut the file would otherwise have the old refresh token, which is used. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function parseTokens(text: string): StoredTokens | null {
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
