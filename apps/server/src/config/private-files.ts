import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { appSecretFile } from './read-app-secrets.ts'
import type { Config } from './read-config.ts'

const othersMayAnything = 0o077
/** All but reading by the group: a file of another user, like root, is read in no other way. */
const othersMayMore = 0o037
const othersMayWrite = 0o002
/** Only the owner of a file may remove it. */
const sticky = 0o1000

/** Returns the files that hold secrets or personal data: the environment file, and the database with what is beside it. */
export function privateFiles(
  envFile: string,
  { databaseFile, secrets }: Pick<Config, 'databaseFile' | 'secrets'>,
): readonly string[] {
  if (databaseFile === null || databaseFile === ':memory:') return [envFile]
  const database = ['', '-wal', '-shm'].map((suffix) => `${databaseFile}${suffix}`)
  return [envFile, ...database, ...(secrets.length === 0 ? [join(dirname(databaseFile), appSecretFile)] : [])]
}

/**
 * Returns a line for the operator for each of the files that other users of this machine may read or write, with the
 * command that mends it. A file that does not exist is none of them. On Windows, which has no such modes, there is none.
 */
export function exposedFiles(files: readonly string[], uid = process.getuid?.()): readonly string[] {
  if (uid === undefined) return []
  return files.flatMap((file) => {
    const found = statSync(file, { throwIfNoEntry: false })
    if (found === undefined || !found.isFile()) return []
    const own = found.uid === uid
    if ((found.mode & (own ? othersMayAnything : othersMayMore)) === 0) return []
    return [
      `${file} can be read or written by other users of this machine: chmod ${own ? '600' : '640'} ${quoted(file)}`,
    ]
  })
}

/**
 * Returns a line for the operator for a folder in which every user of this machine may replace files, with the command that
 * mends it.
 */
export function exposedFolders(folders: readonly string[], uid = process.getuid?.()): readonly string[] {
  if (uid === undefined) return []
  return folders.flatMap((folder) => {
    const found = statSync(folder, { throwIfNoEntry: false })
    const isOpen = found !== undefined && (found.mode & othersMayWrite) !== 0 && (found.mode & sticky) === 0
    return isOpen ? [`in ${folder} every user of this machine may replace files: chmod o-w ${quoted(folder)}`] : []
  })
}

function quoted(file: string): string {
  return /^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", String.raw`'\''`)}'`
}
