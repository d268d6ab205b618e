import { UnfinishedCopyError } from '@latchkey/db/sqlite'
import { ConfigError } from './config-error.ts'
import type { Config } from './read-config.ts'

/** Returns why the server did not start, in one line that names the fix; `null` for an unknown error. */
export function explainStartFailure(error: unknown, config: Config | null): string | null {
  if (error instanceof ConfigError || error instanceof UnfinishedCopyError) return error.message
  if (!(error instanceof Error) || !('code' in error) || config === null) return null
  const { host, port, databaseFile, postgresUrl } = config
  const postgres = postgresUrl === null ? null : explainPostgresFailure(error.code, new URL(postgresUrl))
  if (postgres !== null && !('syscall' in error && error.syscall === 'listen')) return postgres
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use: stop what is using it, or start with another one, like PORT=${port + 1}.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST ${host} is not an address of this machine: use 127.0.0.1, or 0.0.0.0 for all of them.`
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
    case 'SQLITE_READONLY_DIRECTORY':
      return 'syscall' in error && error.syscall === 'listen'
        ? `Port ${port} needs more rights than this user has: use one above 1023, like PORT=3000.`
        : `The database ${databaseFile} can’t be written: make its folder writable, or set DATABASE_URL to another file.`
    case 'SQLITE_NOTADB':
      return `The file ${databaseFile} is not a database: move it away, or set DATABASE_URL to another file.`
    default:
      return null
  }
}

function explainPostgresFailure(code: unknown, { host, pathname, username }: URL): string | null {
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
      return `PostgreSQL does not answer at ${host}: start it, or set DATABASE_URL to another one.`
    case '28P01':
    case '28000':
      return `PostgreSQL at ${host} refuses the user ${username}: correct the user and password in DATABASE_URL.`
    case '3D000':
      return `PostgreSQL at ${host} has no database ${pathname.slice(1)}: create it, or correct DATABASE_URL.`
    case '42501':
      return `The user ${username} may not create tables in ${pathname.slice(1)}: make them its owner.`
    default:
      return null
  }
}
