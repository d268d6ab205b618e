import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { expect, inject, it, onTestFinished } from 'vitest'
import { createDice, type Dice, withSeed } from './testing-dice.ts'
import { Person } from './testing-person.ts'
import { type ServerProcess, startProcess } from './testing-process.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How often the server is killed in all. */
    readonly crashes: number
  }
}

const files = 4
const rounds = Math.ceil(inject('crashes') / files)
/** People who use the server at the same time. */
const crowd = 6
/** A crash takes a second, where nobody else uses the machine. */
const timeout = 120_000 + inject('crashes') * 6000

it('what was acknowledged holds after kill -9 at any moment', { timeout }, async () => {
  const seed = randomInt(2 ** 31)
  const runs = Array.from({ length: files }, (_, file) => crashAgainAndAgain(createDice(seed + file)))
  // Each to its end, whatever happens to the others: none starts a server once the test is over.
  const failed = (await Promise.allSettled(runs)).find((run) => run.status === 'rejected')
  if (failed !== undefined) throw failed.reason
})

async function crashAgainAndAgain(dice: Dice): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }))
  const file = join(folder, 'data', 'test.db')
  const everyone: Person[] = []
  const begin = async (): Promise<ServerProcess> => {
    const server = await startProcess(file)
    onTestFinished(server.kill)
    return server
  }
  const beginToListen = async (tries = 3): Promise<ServerProcess> => {
    const server = await begin()
    try {
      await server.listening
      return server
    } catch (error) {
      // Somebody else may have taken the port that was free a moment ago.
      if (tries > 1 && String(error).includes('in use')) return beginToListen(tries - 1)
      throw error
    }
  }

  // In the middle of the migrations, or before.
  const first = await begin()
  await setTimeout(dice.below(600))
  await first.kill()

  let server = await beginToListen()
  for (let round = 0; round < rounds; round += 1) {
    await withSeed(dice, `round ${round}`, async () => {
      while (everyone.length < crowd + round) {
        everyone.push(new Person(`ada${everyone.length}@example.com`, createDice(dice.below(2 ** 31))))
      }
      const active = everyone.slice(-crowd)
      await useUntilKilled(server, active, { answers: dice.below(80), wait: dice.below(6) })
      if (dice.below(8) === 0) {
        const another = await begin()
        await setTimeout(dice.below(500))
        await another.kill()
      }
      server = await beginToListen()
      expect(check(file)).toEqual({ integrity: 'ok', dangling: 0 })
      await Promise.all(active.map((person) => person.verify(server.url)))
    })
  }
  await withSeed(dice, 'the end', async () => {
    for (const person of everyone) await person.verify(server.url)
  })
  await server.kill()
}

/** Everyone does one thing after the other; so many milliseconds after so many answers the server is gone. */
async function useUntilKilled(
  server: ServerProcess,
  people: readonly Person[],
  { answers, wait }: { answers: number; wait: number },
): Promise<void> {
  let count = 0
  const enough = Promise.withResolvers<void>()
  const killed = enough.promise.then(() => setTimeout(wait)).then(server.kill)
  if (answers === 0) enough.resolve()
  try {
    await Promise.all(
      people.map(async (person) => {
        while (await person.act(server.url)) {
          count += 1
          if (count >= answers) enough.resolve()
        }
      }),
    )
  } finally {
    enough.resolve()
    await killed
  }
}

/** After the server has recovered the file, not before: opening it does that too. */
function check(file: string): { integrity: unknown; dangling: number } {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  const integrity = database.prepare('PRAGMA integrity_check').get()?.['integrity_check']
  const dangling = database.prepare('PRAGMA foreign_key_check').all().length
  database.close()
  return { integrity, dangling }
}
