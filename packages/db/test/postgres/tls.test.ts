import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { selfSignedCertificate } from '@latchkey/auth/testing'
import pg from 'pg'
import { expect, it, onTestFinished, vi } from 'vitest'
import { migratePostgres, openPostgres } from '../../src/postgres/index.ts'
import { startPostgres } from '../../src/testing/index.ts'

const objectId = 100_000

/** Has a PostgreSQL take TLS, with files that it writes by itself; returns the file of its certificate. */
async function takeTls(url: string): Promise<string> {
  const { cert, key } = selfSignedCertificate()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ folder: string }>("SELECT current_setting('data_directory') AS folder")
  const folder = rows[0]?.folder ?? ''
  for (const [name, text] of [
    ['server.crt', cert],
    ['server.key', key],
  ] as const) {
    const file = join(folder, name)
    await client.query('SELECT lo_from_bytea($1, $2)', [objectId, Buffer.from(text)])
    await client.query('SELECT lo_export($1, $2)', [objectId, file])
    await client.query('SELECT lo_unlink($1)', [objectId])
    chmodSync(file, 0o600)
  }
  await client.query('ALTER SYSTEM SET ssl = on')
  await client.query('SELECT pg_reload_conf()')
  await client.end()
  const trusted = join(folder, 'trusted.crt')
  writeFileSync(trusted, cert)
  return trusted
}

it('speaks TLS where the address asks for it, and only to a server whose certificate it can verify', async () => {
  const { url, stop } = await startPostgres()
  const opened: { close(): Promise<void> }[] = []
  onTestFinished(async () => {
    await Promise.all(opened.map((one) => one.close()))
    await stop()
  })
  const trusted = await takeTls(url)
  const verified = `${url}?sslmode=verify-full&sslrootcert=${trusted}`
  await vi.waitFor(() => migratePostgres(verified), 5000)

  const { pool, reader, close } = openPostgres({ url: verified })
  opened.push({ close })
  const isEncrypted = { text: 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()' }
  expect((await pool.query(isEncrypted)).rows).toEqual([{ ssl: true }])
  expect((await reader.query(isEncrypted)).rows).toEqual([{ ssl: true }])

  const unknown = openPostgres({ url: `${url}?sslmode=verify-full` })
  opened.push(unknown)
  await expect(unknown.pool.query('SELECT 1')).rejects.toThrow(/self-signed certificate/)
})
