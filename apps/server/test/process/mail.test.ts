import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, it, onTestFinished } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { startLocalMailbox } from '../support/local-mailbox.ts'
import { sendBytes } from '../support/raw-request.ts'
import { startProcessWith } from '../support/server-process.ts'
import { newTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { ada, Visitor } from '../support/test-server.ts'

/** More with the tests that inject faults. */
const rounds = Math.min(inject('crashes'), 50)
const timeout = 60_000 + rounds * 5_000

const publicUrl = 'http://localhost:3000'

/** Returns how many mails of a database were sent. */
async function sentAt(database: TestDatabase): Promise<number> {
  return Number(await database.beside('SELECT count(*) FROM outbox WHERE sent_at IS NOT NULL'))
}

/** Returns an empty database for several servers, one after the other; it is removed with the test. */
async function aDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const { drop, ...database } = await newTestDatabase(folder)
  onTestFinished(async () => {
    await drop()
    rmSync(folder, { recursive: true })
  })
  return database
}

/** Expects it of what the call returns, within the time that a slow machine takes. */
const soon = <T>(call: () => T) => expect.poll(call, { timeout: 20_000, interval: 20 })

it('a mail that was asked for arrives, with a link and a code, and without characters that turn the text around', async () => {
  const mailbox = await startLocalMailbox()
  const server = await startBuiltServer({ env: { ...mailbox.env, PUBLIC_URL: publicUrl } })
  await server.visitor().mutate('auth.signUp', { ...ada, name: 'Ada\u202Egpj.exe' })
  const [mail] = await mailbox.waitForMails(ada.email)
  expect(mail?.text).toContain(`${publicUrl}/confirm#`)
  expect(JSON.stringify(mail)).not.toContain('\u202E')
  const { code } = await mailbox.waitForCode(ada.email)
  expect(code).toMatch(/^[B-Z]{8}$/)
})

const evil = 'evil.example'
/** Each with the target of a request to a path, and its headers. */
const claims: readonly (readonly [string, (path: string) => string, readonly string[]])[] = [
  ['Host', (path) => path, [`Host: ${evil}`]],
  ['an absolute target', (path) => `http://${evil}${path}`, [`Host: ${evil}`]],
  ['an absolute target and another Host', (path) => `http://${evil}${path}`, ['Host: localhost']],
  ['X-Forwarded-Host', (path) => path, ['Host: localhost', `X-Forwarded-Host: ${evil}`, 'X-Forwarded-Proto: https']],
  ['Forwarded', (path) => path, ['Host: localhost', `Forwarded: for=192.0.2.1;host=${evil};proto=https`]],
]

it('a mail has links that begin with the public address, whatever a request says of the host', async () => {
  const mailbox = await startLocalMailbox()
  const server = await startBuiltServer({ env: { ...mailbox.env, PUBLIC_URL: publicUrl, TRUST_PROXY: '1' } })
  const asked = [
    ['auth.signUp', { password: ada.password, name: ada.name }],
    ['auth.requestPasswordReset', {}],
    ['auth.requestSignInCode', {}],
  ] as const
  for (const [claim, targetOf, headers] of claims) {
    for (const [path, input] of asked) {
      const email = `${claim}-${path}@example.com`.replaceAll(' ', '-').toLowerCase()
      const body = JSON.stringify({ ...input, email })
      const lines = [
        ...headers,
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
        'Connection: close',
      ]
      const bytes = `POST ${targetOf(`/trpc/${path}`)} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`
      const { status } = await sendBytes(server.url, bytes)
      expect([claim, path, status]).toEqual([claim, path, 200])
      const [mail] = await mailbox.waitForMails(email)
      const links = `${mail?.text} ${mail?.html}`.match(/https?:\/\/[^\s"<]+/g) ?? []
      expect(links.length).toBeGreaterThan(0)
      expect(links.filter((link) => !link.startsWith(`${publicUrl}/`) && link !== publicUrl)).toEqual([])
      expect(JSON.stringify(mail)).not.toContain(evil)
    }
  }
})

it.each([
  ['defers it', 'defer'],
  ['cuts the connection before it', 'cut-before-data'],
])('a mail is sent once the mail server takes it, after it %s', async (_, fault) => {
  const mailbox = await startLocalMailbox()
  await mailbox.setFault(fault)
  const server = await startBuiltServer({ env: mailbox.env })
  const answer = await server.visitor().mutate('auth.signUp', ada)
  expect(answer.status).toBe(200)
  await soon(() => server.log.some((line) => line.includes('mail was not sent'))).toBe(true)
  expect(await mailbox.mailsTo(ada.email)).toEqual([])
  // The wait for the next try is over.
  await server.beside('UPDATE outbox SET due_at = created_at')
  expect(await mailbox.waitForMails(ada.email)).toHaveLength(1)
  await soon(() => sentAt(server)).toBe(1)
  expect(await mailbox.mailsTo(ada.email)).toHaveLength(1)
})

it('a mail that the mail server refuses for good is tried once, and the log tells no address', async () => {
  const mailbox = await startLocalMailbox()
  await mailbox.setFault('refuse')
  const server = await startBuiltServer({ env: mailbox.env })
  await server.visitor().mutate('auth.signUp', ada)
  await soon(() => server.count('outbox')).toBe(0)
  const lines = (): readonly string[] => server.log.filter((one) => one.includes('mail was not sent'))
  await soon(() => lines().length).toBe(1)
  const [line] = lines()
  expect(JSON.parse(line ?? '{}')).toMatchObject({ mail: 'sign_up', permanent: true })
  expect(line).not.toContain(ada.email)
  expect(await mailbox.mailsTo(ada.email)).toEqual([])
})

it('a server that is stopped records the mail that it is sending, and exits', async () => {
  const mailbox = await startLocalMailbox()
  await mailbox.setFault('slow')
  const server = await startBuiltServer({ env: mailbox.env })
  await server.visitor().mutate('auth.signUp', ada)
  await soon(() => mailbox.waiting()).toBe(1)
  process.kill(server.pid, 'SIGTERM')
  await soon(() => server.log.some((line) => line.includes('"msg":"stopping"'))).toBe(true)
  await mailbox.setFault('none')
  await soon(() => server.log.some((line) => line.includes('"msg":"stopped"'))).toBe(true)
  expect(await sentAt(server)).toBe(1)
  expect(await mailbox.mailsTo(ada.email)).toHaveLength(1)
})

it('a mail whose connection dies after the whole message arrives twice at most from one server, under one Message-ID', async () => {
  const mailbox = await startLocalMailbox()
  await mailbox.setFault('cut-after-data', 5)
  const server = await startBuiltServer({ env: mailbox.env })
  await server.visitor().mutate('auth.signUp', ada)
  await soon(() => server.log.filter((line) => line.includes('mail was not sent')).length).toBe(1)
  await server.beside('UPDATE outbox SET due_at = created_at')
  await soon(() => sentAt(server)).toBe(1)
  const mails = await mailbox.mailsTo(ada.email)
  expect(mails).toHaveLength(2)
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1)
})

it('a mail whose connection dies after the whole message arrives twice at most from each server that tries it', async () => {
  const database = await aDatabase()
  const mailbox = await startLocalMailbox()
  await mailbox.setFault('cut-after-data', 10)
  const env = { ...database.databaseEnv, ...mailbox.env }
  const tried = async () => Number(await database.beside('SELECT count(*) FROM outbox WHERE due_at > created_at'))
  const first = startProcessWith(env)
  onTestFinished(() => first.kill())
  await new Visitor(await first.listening, {}).mutate('auth.signUp', ada)
  await soon(tried).toBe(1)
  await first.kill()
  const second = startProcessWith(env)
  onTestFinished(() => second.kill())
  await second.listening
  await database.beside('UPDATE outbox SET due_at = created_at')
  // The second server does not know of the try of the first one: this is its first.
  await soon(tried).toBe(1)
  expect(await sentAt(database)).toBe(0)
  await database.beside('UPDATE outbox SET due_at = created_at')
  await soon(() => sentAt(database)).toBe(1)
  const mails = await mailbox.mailsTo(ada.email)
  expect(mails).toHaveLength(3)
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1)
})

it(
  'no mail is lost when the server is killed again and again, and each kill sends those that it left once more at most',
  { timeout },
  async () => {
    const database = await aDatabase()
    const mailbox = await startLocalMailbox()
    const env = { ...database.databaseEnv, ...mailbox.env }
    const addresses: string[] = []
    /** How many kills left the mail to an address unsent. */
    const left = new Map<string, number>()
    for (let round = 0; round < rounds; round += 1) {
      const server = startProcessWith(env)
      const visitor = new Visitor(await server.listening, {})
      const email = `ada-${round}@example.com`
      const isTaken = round % 2 === 1
      if (isTaken) await mailbox.setFault('cut-after-data')
      if ((await visitor.mutate('auth.signUp', { ...ada, email })).status === 200) addresses.push(email)
      // Killed while the mail of this round or of the last one is on its way, or once the mail server has it.
      if (isTaken) await mailbox.waitForMails(email)
      await server.kill()
      for (const address of addresses) {
        const unsent = 'SELECT count(*) FROM outbox WHERE sent_at IS NULL AND recipient = ?'
        left.set(address, (left.get(address) ?? 0) + Number(await database.beside(unsent, address)))
      }
      await database.beside('UPDATE outbox SET claimed_until = NULL, due_at = created_at WHERE sent_at IS NULL')
    }
    const server = startProcessWith(env)
    await server.listening
    for (const address of addresses) await mailbox.waitForMails(address)
    await soon(() => sentAt(database)).toBe(rounds)
    const arrived = await Promise.all(addresses.map((address) => mailbox.mailsTo(address)))
    await server.kill()
    expect(addresses).toHaveLength(rounds)
    // What the mail server had and the kill left unrecorded was sent again, under its id.
    expect(arrived.flat().length).toBeGreaterThan(rounds)
    const beyond = addresses.filter((address, index) => (arrived[index] ?? []).length > 1 + (left.get(address) ?? 0))
    expect(beyond).toEqual([])
    expect(arrived.map((mails) => new Set(mails.map(({ messageId }) => messageId)).size)).toEqual(
      addresses.map(() => 1),
    )
  },
)
