import { text } from 'node:stream/consumers'
import pg from 'pg'

/*
 * Runs statements, one after the other over one connection: `run-statements.ts <address>`, with a JSON array of them as its
 * input. A benchmark prepares its database by it, and so needs no driver.
 */

const [connectionString = ''] = process.argv.slice(2)
const statements = JSON.parse(await text(process.stdin)) as readonly string[]
const client = new pg.Client({ connectionString })
await client.connect()
for (const statement of statements) await client.query(statement)
await client.end()
