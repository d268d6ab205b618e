import { execFile } from 'node:child_process'
import { cpSync, ftruncateSync, openSync, closeSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { randomInt } from 'node:crypto'
import { expect, it } from 'vitest'
import { startProcess } from '../support/server-process.ts'
import { startFaultServer, temporaryFolder } from '../support/fault-server.ts'
import { seededRandom, type SeededRandom, withSeed } from '../support/seeded-random.ts'
import { UserDriver } from '../support/user-driver.ts'
import { ada } from '../support/test-server.ts'

const rotateKeys = fileURLToPath(new URL('../../src/commands/keys-rotate.ts', import.meta.url))
const fixture = fileURLToPath(new URL('../fixtures/schema-0006.db', import.meta.url))
const longTimeout = 300_000

it(
  'finishes requests under load on SIGTERM, loses nothing that it acknowledged, and exits with 0',
  async () => {
    const random = seededRandom(randomInt(2 ** 31))
    await withSeed(random, 'SIGTERM', async () => {
      const folder = temporaryFolder()
      const server = await startFaultServer({ folder })
      const users = Array.from({ length: 12 }, (_, index) => {
        return new UserDriver(`ada${index}@example.com`, seededRandom(random.below(2 ** 31)))
      })
      let answers = 0
      const acting = users.map(async (user) => {
        while (await user.act(server.url)) {
          answers += 1
          if (answers === 300) server.kill('SIGTERM')
        }
      })
      await Promise.all(acting)
      const begun = performance.now()
      expect(await server.exit).toBe(0)
      expect(performance.now() - begun).toBeLessThan(10_000)

      const again = await startFaultServer({ folder })
      for (const user of users) await user.verify(again.url)
    })
  },
  longTimeout,
)

const migrationRounds = 60

it(
  'migrates an earlier database after kill -9 at any moment of the migration',
  async () => {
    const random = seededRandom(randomInt(2 ** 31))
    const folder = temporaryFolder()
    for (let round = 0; round < migrationRounds; round += 1) {
      await withSeed(random, `round ${round}`, async () => {
        const file = join(folder, `${round}.db`)
        cpSync(fixture, file)
        const rows = count(file)
        const interrupted = startProcess(file)
        await setTimeout(100 + random.below(500))
        await interrupted.kill()
        const server = startProcess(file)
        await server.listening
        await server.kill()
        expect(count(file)).toEqual(rows)
      })
    }
  },
  longTimeout,
)

function count(file: string): object {
  const database = new DatabaseSync(file, { readOnly: true })
  const counted = Object.fromEntries(
    ['users', 'sessions', 'events'].map((table) => [
      table,
      database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.['rows'],
    ]),
  )
  database.close()
  return counted
}

it(
  'answers bearer requests without a fault while its signing key is rotated',
  async () => {
    const folder = temporaryFolder()
    const server = await startFaultServer({ folder })
    await server.visitor().mutate('auth.signUp', ada)
    const credentials = { email: ada.email, password: ada.password, clientId: 'cli' }
    let { accessToken, refreshToken } = (await server.visitor().mutate('tokens.issue', credentials)).body.result.data
    const statuses = new Map<number, number>()
    for (let round = 0; round < 10; round += 1) {
      for (let call = 0; call < 20; call += 1) {
        const { status } = await server.visitor().query('auth.me', { Authorization: `Bearer ${accessToken}` })
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
      await promisify(execFile)(process.execPath, [rotateKeys], {
        env: { DATABASE_URL: `file:${server.databaseFile}` },
      })
      const refreshed = await server.visitor().mutate('tokens.refresh', { refreshToken, clientId: 'cli' })
      expect(refreshed.status).toBe(200)
      ;({ accessToken, refreshToken } = refreshed.body.result.data)
    }
    expect([...statuses.keys()]).toEqual([200])
  },
  longTimeout,
)

it('keeps sessions and tokens when the secret of the application is replaced', async () => {
  const folder = temporaryFolder()
  const old = 'k3yDf0sP1wQz7uXv9rTb2nMc5hJg8aLe'
  const next = 'Zq4vW8xN2mB6cR0tY3uI7oP1sD5fG9hJ'
  const first = await startFaultServer({ folder, env: { APP_SECRETS: old } })
  const laptop = first.visitor()
  await laptop.mutate('auth.signUp', ada)
  const credentials = { email: ada.email, password: ada.password, clientId: 'cli' }
  const issued = (await first.visitor().mutate('tokens.issue', credentials)).body.result.data
  first.kill('SIGTERM')
  await first.exit

  const second = await startFaultServer({ folder, env: { APP_SECRETS: `${next},${old}` } })
  const again = second.visitor()
  again.cookie = laptop.cookie
  expect((await again.query('auth.me')).body.result.data.user.email).toBe(ada.email)
  expect((await again.query('auth.me', {})).status).toBe(200)
  const { refreshToken } = issued
  expect((await second.visitor().mutate('tokens.refresh', { refreshToken, clientId: 'cli' })).status).toBe(200)
})

const powerRounds = 40

const walSize = (file: string): number => statSync(`${file}-wal`).size

/** Copies the files of a stopped server, and cuts its log anywhere behind what was synced. */
function copyAfterPowerLoss(file: string, image: string, synced: number, random: SeededRandom): void {
  cpSync(file, image)
  cpSync(`${file}-wal`, `${image}-wal`)
  const log = openSync(`${image}-wal`, 'r+')
  ftruncateSync(log, synced + random.below(Math.max(1, walSize(file) - synced)))
  closeSync(log)
}

it(
  'keeps what it acknowledged when the power goes, with the end of the log torn',
  async () => {
    const random = seededRandom(randomInt(2 ** 31))
    const folder = temporaryFolder()
    const server = await startFaultServer({ folder })
    const laptop = server.visitor()
    await laptop.mutate('auth.signUp', ada)
    const { id } = (await laptop.query('auth.me')).body.result.data.session
    for (let round = 0; round < powerRounds; round += 1) {
      await withSeed(random, `round ${round}`, async () => {
        const name = `Laptop ${round}`
        expect((await laptop.mutate('sessions.rename', { id, name })).status).toBe(200)
        const stored = walSize(server.databaseFile)
        // More writes are under way at the moment of the loss.
        const underWay = Array.from({ length: 4 }, () =>
          server.visitor().mutate('auth.signIn', { email: ada.email, password: ada.password }),
        )
        await setTimeout(random.below(8))
        server.kill('SIGSTOP')
        const image = join(folder, `image-${round}`)
        copyAfterPowerLoss(server.databaseFile, image, stored, random)
        server.kill('SIGCONT')
        await Promise.all(underWay)
        const database = new DatabaseSync(image)
        expect(database.prepare('PRAGMA integrity_check').get()?.['integrity_check']).toBe('ok')
        expect(database.prepare('SELECT given_name FROM sessions WHERE id = ?').get(id)?.['given_name']).toBe(name)
        database.close()
      })
    }
  },
  longTimeout,
)
