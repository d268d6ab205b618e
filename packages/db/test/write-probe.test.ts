import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StoreUnavailableError } from '@latchkey/auth'
import { expect, it, onTestFinished } from 'vitest'
import { closeDatabase, createWriteProbe, openDatabase, type SqliteDatabase } from '../src/sqlite/index.ts'
import { lockDatabase } from './lock-database.ts'

interface Probed {
  readonly file: string
  readonly db: SqliteDatabase
  readonly probe: ReturnType<typeof createWriteProbe>
  readonly forward: (milliseconds: number) => void
  /** How often the database was asked to commit. */
  readonly commits: () => number
}

/** A probe of an empty database in a file of its own, with a clock that stands until the test moves it. */
function startProbe(): Probed {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const file = join(folder, 'test.db')
  const statements: string[] = []
  const db = openDatabase(file, (statement) => statements.push(statement))
  db.$client.pragma('busy_timeout = 0')
  onTestFinished(() => {
    closeDatabase(db)
    rmSync(folder, { recursive: true })
  })
  let now = 0
  return {
    file,
    db,
    probe: createWriteProbe(db, () => now),
    forward: (milliseconds) => void (now += milliseconds),
    commits: () => statements.filter((statement) => statement === 'COMMIT').length,
  }
}

it('commits once in ten seconds, however often it is asked', async () => {
  const { probe, forward, commits } = startProbe()
  await Promise.all([probe.check(), probe.check(), probe.check()])
  for (let asked = 0; asked < 10; asked += 1) {
    forward(999)
    await probe.check()
  }
  expect(commits()).toBe(1)
  forward(999)
  await probe.check()
  expect(commits()).toBe(2)
})

it('makes a change that the disk has to take', async () => {
  const { db, probe } = startProbe()
  db.$client.pragma('user_version = 7')
  const frames = (): unknown => db.$client.pragma('wal_checkpoint(PASSIVE)')
  frames()
  await probe.check()
  expect(frames()).toMatchObject([{ busy: 0, log: 1 }])
  expect(db.$client.pragma('user_version', { simple: true })).toBe(7)
})

it('fails while another process holds the lock, tries again after a second, and succeeds after it', async () => {
  const { file, probe, forward, commits } = startProbe()
  const unlock = lockDatabase(file)
  await expect(probe.check()).rejects.toThrow('database is locked')
  unlock()
  await expect(probe.check()).rejects.toThrow('database is locked')
  expect(commits()).toBe(0)
  forward(1000)
  await probe.check()
  expect(commits()).toBe(1)
})

it('waits for a lock that is given back at once', async () => {
  const { file, probe } = startProbe()
  const unlock = lockDatabase(file)
  const checked = probe.check()
  unlock()
  await checked
})

it('fails for a second after a store has failed, and then commits anew', async () => {
  const { probe, forward, commits } = startProbe()
  await probe.check()
  probe.noteFailure(new StoreUnavailableError(new Error('database or disk is full')))
  await expect(probe.check()).rejects.toThrow(StoreUnavailableError)
  forward(1000)
  await probe.check()
  expect(commits()).toBe(2)
})
