import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { copyDatabase, type CopyProgress, type DatabaseAddress } from '@latchkey/db/copy'
import { appSecretFile } from '../config/read-app-secrets.ts'
import { migrationsFolder, postgresMigrationsFolder, root } from '../paths.ts'
import { type CopyArguments, readCopyArguments } from './copy-arguments.ts'
import { explainCopyFailure } from './explain-copy-failure.ts'

// A database holds personal data, so only this user may read the file that is made.
process.umask(0o077)
const args = readCopyArguments(process.argv.slice(2), root)
if (typeof args === 'string') fail(args)
else await copy(args)

/** Copies everything from one database to another, and says what the server needs there. */
async function copy({ from, to }: CopyArguments): Promise<void> {
  console.log(`From ${nameOf(from)} to ${nameOf(to)}.`)
  const since = performance.now()
  try {
    await copyDatabase({
      from,
      to,
      migrations: { sqlite: migrationsFolder, postgres: postgresMigrationsFolder },
      onProgress: (progress) => say(progress),
    })
  } catch (error) {
    const explained = explainCopyFailure(error)
    if (explained === null) throw error
    return fail(explained)
  }
  console.log(`Everything is copied and verified, in ${((performance.now() - since) / 1000).toFixed(1)} s.`)
  console.log('Start the server with DATABASE_URL set to the target, and never again with the source.')
  const secret = secretToSet(from, to)
  if (secret !== null) console.log(secret)
}

function say(progress: CopyProgress): void {
  if (progress.stage === 'marked') {
    console.log('The target is marked as an unfinished copy: no server starts on it until all rows are verified.')
  } else if (progress.stage === 'copied' || progress.stage === 'verified') {
    console.log(`${progress.table}: ${progress.rows} ${progress.rows === 1 ? 'row' : 'rows'} ${progress.stage}`)
  }
}

/** Says that the server needs the secret beside the source, which the target does not have; `null` where there is none. */
function secretToSet(from: DatabaseAddress, to: DatabaseAddress): string | null {
  if (from.engine !== 'sqlite') return null
  const folder = dirname(from.file)
  const file = join(folder, appSecretFile)
  if (!existsSync(file) || (to.engine === 'sqlite' && dirname(to.file) === folder)) return null
  return `Unless APP_SECRETS is set already, set it to what the file ${file} holds: signing keys and refresh tokens depend on it.`
}

/** Returns a name for a database without its password. */
function nameOf(address: DatabaseAddress): string {
  if (address.engine === 'sqlite') return `the SQLite file ${address.file}`
  const { host, pathname } = new URL(address.url)
  return `the PostgreSQL database ${pathname.slice(1)} at ${host}`
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
