import { startPostgres } from '../../packages/db/src/testing/start-postgres.ts'
import { isRunning } from '../is-running.ts'

/**
 * The program of PostgreSQL: `run-postgres.ts <folder> <port>`, with its password in `CLUSTER_POSTGRES_PASSWORD`. It is a
 * process of its own because the package that brings PostgreSQL ends its process, and PostgreSQL with it, at SIGTERM.
 */
const [folder = '', port = ''] = process.argv.slice(2)
const password = process.env['CLUSTER_POSTGRES_PASSWORD'] ?? ''

const lookEveryMs = 500

const log = (part: string): void => void process.stderr.write(part)
const started = await startPostgres({ kept: { folder, port: Number(port), password, log } })
const pid = started.pid()
console.log(JSON.stringify({ msg: 'listening', pid }))
setInterval(() => {
  if (!isRunning(pid)) process.exit(1)
}, lookEveryMs)
