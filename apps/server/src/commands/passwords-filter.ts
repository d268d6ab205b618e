import { createReadStream, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { buildPasswordFilter } from '@latchkey/auth'

/** Makes the filter of `BREACHED_PASSWORDS_FILE` from a list of passwords or of their SHA-1 in hex. */
const [list, out] = process.argv.slice(2)
if (list === undefined || out === undefined) {
  fail('Usage: pnpm passwords:filter <list> <out>: one password, or one SHA-1 in hex with or without a count, a line')
} else {
  try {
    await write(list, out)
  } catch (error) {
    fail(error instanceof Error ? error.message : 'it failed')
  }
}

async function write(from: string, to: string): Promise<void> {
  const { filter, entries } = await buildPasswordFilter(() => createInterface({ input: createReadStream(from) }))
  if (entries === 0) return fail(`${from} has no passwords.`)
  const bytes = filter.toBytes()
  // A running server may be reading the file: it is replaced whole.
  const draft = `${to}.${process.pid}`
  try {
    writeFileSync(draft, bytes, { flush: true })
    renameSync(draft, to)
  } finally {
    rmSync(draft, { force: true })
  }
  console.log(`${to}: ${entries} entries, ${bytes.length} bytes. Set BREACHED_PASSWORDS_FILE to it.`)
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
