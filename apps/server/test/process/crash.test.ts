import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { expect, inject, it, onTestFinished } from 'vitest'
import { seededRandom, type SeededRandom, withSeed } from '../support/seeded-random.ts'
import { Person } from '../support/user-driver.ts'
import { type ServerProcess, startProcess } from '../support/server-process.ts'

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
  const runs = Array.from({ length: files }, (_, file) => crashAgainAndAgain(seededRandom(seed + file)))
  // Each to its end, whatever happens to the others: none starts a server once the test is over.
  const failed = (await Promise.allSettled(runs)).find((run) => run.status === 'rejected')
  if (failed !== undefined) throw failed.reason
})

async function crashAgainAndAgain(dice: SeededRandom): Promise<void> {
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
        everyone.push(new Person(`ada${everyone.length}@example.com`, seededRandom(dice.below(2 ** 31))))
      }
      const active = everyone.slice(-crowd)
      await useUntilKilled(server, active, { answers: dice.below(80), wait: dice.below(6) })
      if (dice.below(8) === 0) {
        const another = await begin()
        await setTimeout(dice.below(500))
        await another.kill()
      }
      server = await beginToListen()
      expect(check(file)).toEqual({ integrity: 'ok', dangling: 0, halfStored: [] })
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

/** Sessions that started or ended without an event, and events of sessions that did neither. */
const halfStored = `
  SELECT 'no start of ' || id FROM sessions WHERE NOT EXISTS (
    SELECT 1 FROM events WHERE session_id = sessions.id AND type IN ('signed_up', 'signed_in'))
  UNION ALL
  SELECT 'no end of ' || id FROM sessions WHERE ended_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM events WHERE (type = 'signed_out' AND session_id = sessions.id)
      OR (type = 'session_ended' AND json_extract(details, '$.target.id') = sessions.id))
  UNION ALL
  SELECT 'no session for ' || type FROM events WHERE type IN ('signed_up', 'signed_in') AND NOT EXISTS (
    SELECT 1 FROM sessions WHERE id = events.session_id)
  UNION ALL
  SELECT 'no ended session for ' || type FROM events WHERE type IN ('signed_out', 'session_ended') AND NOT EXISTS (
    SELECT 1 FROM sessions WHERE ended_at IS NOT NULL
      AND id = CASE events.type WHEN 'signed_out' THEN events.session_id ELSE json_extract(details, '$.target.id') END)`

/** Called once the server has recovered the file: opening it here before would recover it too. */
function check(file: string): { integrity: unknown; dangling: number; halfStored: readonly unknown[] } {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  const integrity = database.prepare('PRAGMA integrity_check').get()?.['integrity_check']
  const dangling = database.prepare('PRAGMA foreign_key_check').all().length
  const found = database.prepare(halfStored).all()
  database.close()
  return { integrity, dangling, halfStored: found }
}
