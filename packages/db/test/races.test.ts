import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeRaces, type Racers, type StoreCall } from '@latchkey/auth/testing'
import { closeDatabase, createSqliteStores, migrateDatabase, openDatabase } from '../src/sqlite/index.ts'
import { inject } from 'vitest'
import type { RaceAnswer, RaceMessage } from './race-process.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How often each race is run. */
    readonly raceRounds: number
  }
}

const program = fileURLToPath(new URL('race-process.ts', import.meta.url))
/** Milliseconds in which both processes have received their calls. */
const headStart = 1

/** Two processes over one file, each with a connection of its own. */
async function startProcesses(): Promise<Racers> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const file = join(folder, 'test.db')
  const db = openDatabase(file)
  migrateDatabase(db)
  const stores = await createSqliteStores(db)
  db.$client.pragma('busy_timeout = 10000')
  const processes = [startProcess(file), startProcess(file)] as const
  await Promise.all(processes.map((child) => answerOf(child)))

  return {
    stores,
    async race(calls) {
      const at = performance.timeOrigin + performance.now() + headStart
      const [one, other] = processes
      const answers = [send(one, { call: calls[0], at }), send(other, { call: calls[1], at })] as const
      // Waits for both: an answer that is left behind would be taken for that of the next race.
      await Promise.allSettled(answers)
      return Promise.all(answers)
    },
    async close() {
      for (const child of processes) child.kill()
      closeDatabase(db)
      rmSync(folder, { recursive: true })
    },
  }
}

function startProcess(file: string): ChildProcess {
  return fork(program, [file], { serialization: 'advanced' })
}

async function send(child: ChildProcess, message: { call: StoreCall; at: number }): Promise<unknown> {
  child.send(message satisfies RaceMessage)
  const answer = (await answerOf(child)) as RaceAnswer
  if ('error' in answer) throw new Error(answer.error)
  return answer.result
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('message', resolve))
}

describeRaces('sqlite', startProcesses, inject('raceRounds'))
