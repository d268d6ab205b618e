import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgres } from '@latchkey/db/postgres'
import { expect, it, onTestFinished, type TestContext } from 'vitest'
import { expectUnavailable, recovered, recoveryBound } from '../support/outage.ts'
import { startOwnPostgres } from '../support/own-postgres.ts'
import { startServerPair } from '../support/server-pair.ts'
import { ada } from '../support/test-server.ts'

const longTimeout = 120_000
const credentials = { email: ada.email, password: ada.password }

/** Returns a small file system in memory, which ends with the test. Skips the test where this process may not mount one. */
function smallFileSystem({ skip }: TestContext, megabytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-small-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', folder], { stdio: 'pipe' })
  } catch {
    skip('a file system can’t be mounted here')
  }
  onTestFinished(() => void execFileSync('umount', [folder]))
  const space = join(folder, 'space')
  execFileSync('install', ['-d', '-o', 'postgres', '-m', '700', space])
  return space
}

type Pool = ReturnType<typeof openPostgres>['pool']

/** Stores so many kilobytes; returns whether there was room. */
async function fill(pool: Pool, rows: number): Promise<boolean> {
  const insertion = 'INSERT INTO filler SELECT repeat(md5(i::text), 30) FROM generate_series(1, $1::integer) AS i'
  try {
    await pool.query<object>(insertion, [rows])
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: '53100' })
    return false
  }
}

it(
  'answers 503 to what a full disk can’t store, goes on reading, and writes again once there is room',
  { timeout: longTimeout },
  async (context) => {
    const space = smallFileSystem(context, 32)
    const { url } = await startOwnPostgres()
    const { pool, close } = openPostgres({ url, maxConnections: 1 })
    onTestFinished(close)
    // The tables are on the small file system, and the log of PostgreSQL is not.
    await pool.query(`CREATE TABLESPACE small LOCATION '${space}'`)
    const { rows } = await pool.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' UNION ALL SELECT 'filler' ORDER BY name",
    )
    await pool.query('CREATE TABLE filler (text text)')
    for (const { name } of rows) await pool.query(`ALTER TABLE ${name} SET TABLESPACE small`)

    const servers = await startServerPair([url, url])
    const owners = await Promise.all(
      servers.map(async (server, index) => {
        const owner = server.visitor()
        const email = index === 0 ? ada.email : 'bob@example.com'
        expect((await owner.mutate('auth.signUp', { ...ada, email })).status).toBe(200)
        return owner
      }),
    )
    // First by megabytes, at last by single rows of a kilobyte.
    for (const rowsAtOnce of [1000, 100, 10, 1]) while (await fill(pool, rowsAtOnce));
    // A last few fit into pages that are there.
    const kept: string[] = []
    let refused = 0
    for (let tries = 0; refused < 20 && tries < 400; tries += 1) {
      const server = servers[tries % 2] ?? servers[0]
      const visitor = server.visitor()
      const answer = await visitor.mutate('auth.signIn', credentials)
      if (answer.status === 200) kept.push(visitor.cookie ?? '')
      else {
        expectUnavailable(answer)
        refused += 1
      }
    }
    expect(refused).toBe(20)
    for (const owner of owners) expect((await owner.query('auth.me')).body.result.data.user.name).toBe(ada.name)
    for (const cookie of kept) {
      const me = await servers[1].visitor().query('auth.me', { Cookie: cookie })
      expect(me.body.result.data.user.email).toBe(ada.email)
    }

    await pool.query('DROP TABLE filler')
    const since = performance.now()
    await Promise.all(owners.map(recovered))
    const recovery = performance.now() - since
    expect((await servers[0].visitor().mutate('auth.signIn', credentials)).status).toBe(200)
    expect(recovery).toBeLessThan(recoveryBound)
    await context.annotate(`${kept.length} sign-ins fitted in, 20 were 503; well again after ${recovery.toFixed(0)} ms`)
  },
)
