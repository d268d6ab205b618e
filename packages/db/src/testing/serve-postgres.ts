import { createInterface } from 'node:readline'
import { withClient } from './postgres-databases.ts'
import { startPostgres } from './start-postgres.ts'

/**
 * A program: a PostgreSQL for tests that import no package. It prints its address, runs each line that it reads as a statement
 * and prints that it has, and stops when its input ends.
 */
const { url, stop } = await startPostgres()
process.stdout.write(`${JSON.stringify({ url })}\n`)
for await (const statement of createInterface(process.stdin)) {
  await withClient(url, (client) => client.query(statement))
  process.stdout.write(`${JSON.stringify({ done: statement })}\n`)
}
await stop()
