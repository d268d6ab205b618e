import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { expect, inject, it, onTestFinished } from 'vitest'
import { newCrashDatabase } from '../support/crash-database.ts'
import { RefreshDriver } from '../support/refresh-driver.ts'
import { seededRandom, type SeededRandom, withSeed } from '../support/seeded-random.ts'
import { UserDriver } from '../support/user-driver.ts'
import { type ServerProcess, startProcessWith } from '../support/server-process.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How often the test kills a server, over all databases. */
    readonly crashes: number
  }
}

/** How many databases servers crash over at the same time. Over PostgreSQL each has two servers. */
const databases = inject('engine') === 'postgres' ? 2 : 4
const rounds = Math.ceil(inject('crashes') / databases)
/** How many users act at the same time. */
const activeUsers = 6
/** A crash takes a second on an idle machine. */
const timeout = 120_000 + inject('crashes') * 6000

it('keeps what the server acknowledged through kill -9 at any moment', { timeout }, async () => {
  const seed = randomInt(2 ** 31)
  const runs = Array.from({ length: databases }, (_, number) => crashAgainAndAgain(seededRandom(seed + number)))
  // Each run goes to its end when another fails: no run starts a server after the test.
  const failed = (await Promise.allSettled(runs)).find((run) => run.status === 'rejected')
  if (failed !== undefined) throw failed.reason
})

interface NamedServer extends ServerProcess {
  readonly name: string
}

interface ListeningServer extends NamedServer {
  readonly url: string
}

async function crashAgainAndAgain(random: SeededRandom): Promise<void> {
  const database = await newCrashDatabase()
  const users: UserDriver[] = []
  const client = new RefreshDriver('robot@example.com')
  let begun = 0
  const begin = (): NamedServer => {
    begun += 1
    const name = `server ${begun}`
    const server = startProcessWith(database.envOf(name))
    onTestFinished(server.kill)
    return { ...server, name }
  }
  const beginToListen = async (): Promise<ListeningServer> => {
    const server = begin()
    return { ...server, url: await server.listening }
  }
  const kill = async ({ name, kill: killProcess }: NamedServer): Promise<void> => {
    await killProcess()
    await database.settled(name)
  }
  /** Kills a server before it listens, or soon after. */
  const crashAtStart = async (withinMs: number): Promise<void> => {
    const server = begin()
    await setTimeout(random.below(withinMs))
    await kill(server)
  }

  // The first start runs the migrations.
  await crashAtStart(600)

  let servers: readonly ListeningServer[] = await Promise.all(
    Array.from({ length: database.servers }, () => beginToListen()),
  )
  for (let round = 0; round < rounds; round += 1) {
    await withSeed(random, `round ${round}`, async () => {
      while (users.length < activeUsers + round) {
        users.push(new UserDriver(`ada${users.length}@example.com`, seededRandom(random.below(2 ** 31))))
      }
      const active = users.slice(-activeUsers)
      const victim = random.pick(servers)
      const moment = { answers: random.below(80), wait: random.below(6) }
      const actions = [
        ...active.map((user) => () => user.act(random.pick(servers).url)),
        () => client.act(servers.map(({ url }) => url)),
      ]
      await actUntilKilled(() => kill(victim), actions, moment)
      if (random.below(8) === 0) await crashAtStart(500)
      servers = [...servers.filter((server) => server !== victim), await beginToListen()]
      expect(await database.problems()).toEqual([])
      await Promise.all(active.map((user) => verifyAt(servers, user)))
      await client.verify(servers.map(({ url }) => url))
    })
  }
  await withSeed(random, 'the end', async () => {
    for (const user of users) await verifyAt(servers, user)
  })
  await Promise.all(servers.map(kill))
}

/** What one server acknowledged, each of them says. */
async function verifyAt(servers: readonly ListeningServer[], user: UserDriver): Promise<void> {
  for (const { url } of servers) await user.verify(url)
}

/**
 * Repeats all actions at the same time, each of which returns whether it was answered; kills a server `wait` milliseconds after
 * so many answers.
 */
async function actUntilKilled(
  kill: () => Promise<void>,
  actions: readonly (() => Promise<boolean>)[],
  { answers, wait }: { answers: number; wait: number },
): Promise<void> {
  let count = 0
  const killing = new AbortController()
  const enough = Promise.withResolvers<void>()
  const killed = enough.promise
    .then(() => setTimeout(wait))
    .then(() => {
      killing.abort()
      return kill()
    })
  if (answers === 0) enough.resolve()
  try {
    await Promise.all(
      actions.map(async (act) => {
        while (!killing.signal.aborted) {
          if (await act()) count += 1
          else if (!killing.signal.aborted) throw new Error('a server that runs did not answer')
          if (count >= answers) enough.resolve()
        }
      }),
    )
  } finally {
    enough.resolve()
    await killed
  }
}
