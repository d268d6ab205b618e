import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { expect, inject, it, onTestFinished } from 'vitest'
import { seededRandom, type SeededRandom, withSeed } from '../support/seeded-random.ts'
import { UserDriver } from '../support/user-driver.ts'
import { type ServerProcess, startProcess } from '../support/server-process.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How often the test kills the server, over all files. */
    readonly crashes: number
  }
}

const files = 4
const rounds = Math.ceil(inject('crashes') / files)
/** How many users act at the same time. */
const activeUsers = 6
/** A crash takes a second on an idle machine. */
const timeout = 120_000 + inject('crashes') * 6000

it('keeps what the server acknowledged through kill -9 at any moment', { timeout }, async () => {
  const seed = randomInt(2 ** 31)
  const runs = Array.from({ length: files }, (_, file) => crashAgainAndAgain(seededRandom(seed + file)))
  // Each run goes to its end when another fails: no run starts a server after the test.
  const failed = (await Promise.allSettled(runs)).find((run) => run.status === 'rejected')
  if (failed !== undefined) throw failed.reason
})

interface ListeningServer extends ServerProcess {
  readonly url: string
}

async function crashAgainAndAgain(random: SeededRandom): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }))
  const file = join(folder, 'data', 'test.db')
  const users: UserDriver[] = []
  const begin = (): ServerProcess => {
    const server = startProcess(file)
    onTestFinished(server.kill)
    return server
  }
  const beginToListen = async (): Promise<ListeningServer> => {
    const server = begin()
    return { ...server, url: await server.listening }
  }
  /** Kills a server before it listens, or soon after. */
  const crashAtStart = async (withinMs: number): Promise<void> => {
    const server = begin()
    await setTimeout(random.below(withinMs))
    await server.kill()
  }

  // The first start runs the migrations.
  await crashAtStart(600)

  let server = await beginToListen()
  for (let round = 0; round < rounds; round += 1) {
    await withSeed(random, `round ${round}`, async () => {
      while (users.length < activeUsers + round) {
        users.push(new UserDriver(`ada${users.length}@example.com`, seededRandom(random.below(2 ** 31))))
      }
      const active = users.slice(-activeUsers)
      await useUntilKilled(server, active, { answers: random.below(80), wait: random.below(6) })
      if (random.below(8) === 0) await crashAtStart(500)
      server = await beginToListen()
      expect(check(file)).toEqual({ integrity: 'ok', dangling: 0, halfStored: [] })
      await Promise.all(active.map((user) => user.verify(server.url)))
    })
  }
  await withSeed(random, 'the end', async () => {
    for (const user of users) await user.verify(server.url)
  })
  await server.kill()
}

/** Lets all users act; kills the server `wait` milliseconds after it gave so many answers. */
async function useUntilKilled(
  server: ListeningServer,
  users: readonly UserDriver[],
  { answers, wait }: { answers: number; wait: number },
): Promise<void> {
  let count = 0
  const enough = Promise.withResolvers<void>()
  const killed = enough.promise.then(() => setTimeout(wait)).then(server.kill)
  if (answers === 0) enough.resolve()
  try {
    await Promise.all(
      users.map(async (user) => {
        while (await user.act(server.url)) {
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

/** Reads the file past the server. Call it after the server has recovered the file: opening it before would recover it. */
function check(file: string): { integrity: unknown; dangling: number; halfStored: readonly unknown[] } {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  const integrity = database.prepare('PRAGMA integrity_check').get()?.['integrity_check']
  const dangling = database.prepare('PRAGMA foreign_key_check').all().length
  const found = database.prepare(halfStored).all()
  database.close()
  return { integrity, dangling, halfStored: found }
}
