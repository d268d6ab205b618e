import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { onTestFinished } from 'vitest'

/** Another process that has the database file open: a lock or a snapshot that it holds is one that the server meets. */
export interface SqliteProcess {
  /** Runs statements; resolves when they have run. */
  readonly run: (statements: string) => Promise<void>
  readonly close: () => Promise<void>
}

const program = `
  const { DatabaseSync } = require('node:sqlite')
  const database = new DatabaseSync(process.argv[1], { timeout: 10000 })
  process.on('message', (statements) => {
    for (const statement of statements.split(';').filter((each) => each.trim() !== '')) {
      if (/^\\s*SELECT/i.test(statement)) database.prepare(statement).all()
      else database.exec(statement)
    }
    process.send('done')
  })`

/** Opens the file in a process of its own; it ends with the test. */
export function openInProcess(file: string): SqliteProcess {
  const child: ChildProcessByStdio<Writable | null, Readable | null, Readable | null> = spawn(
    process.execPath,
    ['--no-warnings', '-e', program, file],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const close = async (): Promise<void> => {
    child.kill('SIGKILL')
    await closed
  }
  onTestFinished(close)
  return {
    run: (statements) =>
      new Promise((resolve, reject) => {
        child.once('message', () => resolve())
        child.once('close', () => reject(new Error('the process that holds the file ended')))
        child.send(statements)
      }),
    close,
  }
}
