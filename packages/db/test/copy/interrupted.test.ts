import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { copyDatabase } from '../../src/copy/index.ts'
import { refuseUnfinishedCopy as refuseUnfinishedPostgres } from '../../src/postgres/index.ts'
import { closeDatabase, openDatabase, refuseUnfinishedCopy, UnfinishedCopyError } from '../../src/sqlite/index.ts'
import { copiedTables } from '../../src/copy/copied-tables.ts'
import { type CopyDatabase, emptyDatabase, isMarked } from './databases.ts'
import { fillStores, readStores } from './fill-stores.ts'

const program = fileURLToPath(new URL('copy-process.ts', import.meta.url))

/** Copies in a process of its own that ends with SIGKILL at a step. */
async function copyUntil(killAt: string, source: CopyDatabase, target: CopyDatabase): Promise<void> {
  const plan = JSON.stringify({ from: source.address, to: target.address, killAt })
  const child = spawn(process.execPath, [program, plan], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect([killAt, code, signal]).toEqual([killAt, null, 'SIGKILL'])
}

/** Does what a server does first. */
async function startOn({ address }: CopyDatabase): Promise<void> {
  if (address.engine === 'postgres') return refuseUnfinishedPostgres(address.url)
  const db = openDatabase(address.file)
  try {
    refuseUnfinishedCopy(db)
  } finally {
    closeDatabase(db)
  }
}

const findRows = copiedTables.map(({ name }) => `SELECT '${name}' FROM ${name}`).join(' UNION ALL ')

const steps = ['marked', 'copying sessions', 'verifying events', 'verified grants']

describe.each([
  ['sqlite', 'postgres'],
  ['postgres', 'sqlite'],
] as const)('a copy from %s to %s that is killed', (from, to) => {
  it('leaves an empty database that no server starts on, and is made again', { timeout: 90_000 }, async () => {
    const source = await emptyDatabase(from)
    await fillStores(await source.stores())
    const target = await emptyDatabase(to)
    await startOn(target)
    for (const step of steps) {
      await copyUntil(step, source, target)
      expect([step, await isMarked(target), await target.run(findRows)]).toEqual([step, true, []])
      await expect(startOn(target)).rejects.toThrow(UnfinishedCopyError)
    }

    await copyDatabase({ from: source.address, to: target.address })
    await startOn(target)
    expect(await isMarked(target)).toBe(false)
    expect(await readStores(await target.stores())).toEqual(await readStores(await source.stores()))
  })
})
