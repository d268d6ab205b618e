import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createBreachedPasswords } from './breached-passwords.ts'
import { buildPasswordFilter } from './build-password-filter.ts'
import { PasswordRange } from './password-range.ts'

async function fileOf(...passwords: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'breached.filter')
  writeFileSync(file, (await buildPasswordFilter(() => passwords)).filter.toBytes())
  return file
}

describe('breached passwords of files', () => {
  it('are those of any of them', async () => {
    const files = [await fileOf('correct horse'), await fileOf('battery staple')]
    const breached = createBreachedPasswords({ files, range: null })
    expect(
      await Promise.all(
        ['correct horse', 'Battery Staple', 'another one'].map((password) => breached.includes(password)),
      ),
    ).toEqual([true, true, false])
  })

  it('are read at the first lookup, and again after a lookup that could not read them', async () => {
    const file = await fileOf()
    rmSync(file)
    const breached = createBreachedPasswords({ files: [file], range: null })
    await expect(breached.includes('correct horse')).rejects.toThrow('ENOENT')
    writeFileSync(file, (await buildPasswordFilter(() => ['correct horse'])).filter.toBytes())
    expect(await breached.includes('correct horse')).toBe(true)
  })
})

const digest = createHash('sha1').update('correct horse').digest('hex').toUpperCase()
const suffix = digest.slice(5)
const other = 'F'.repeat(35)

/** Starts a service of ranges, and asks it for "correct horse". */
async function askFor(
  answer: (req: IncomingMessage, res: ServerResponse) => void,
  timeout = 2000,
): Promise<{ found: boolean; failures: string[]; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = []
  const server = createServer((req, res) => {
    requests.push(req)
    answer(req, res)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const failures: string[] = []
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/`
  const range = new PasswordRange({ url, timeout, onUnavailable: (failure) => void failures.push(failure) })
  const breached = createBreachedPasswords({ files: [], range })
  return { found: await breached.includes('correct horse'), failures, requests }
}

describe('a service of breached passwords', () => {
  it('is sent five digits of the digest and nothing else of the password, and asked for padding', async () => {
    const { requests } = await askFor((_, res) => res.end(''))
    expect(requests.map(({ method, url }) => [method, url])).toEqual([['GET', `/range/${digest.slice(0, 5)}`]])
    const { headers } = requests[0] ?? expect.unreachable('it was not asked')
    expect(headers['add-padding']).toBe('true')
    expect(JSON.stringify(headers)).not.toMatch(new RegExp(`correct|horse|${suffix}`, 'i'))
  })

  it.each([
    ['has the password', `${other}:3\r\n${suffix}:12\r\n`, true],
    ['has it in lower case and without a count', suffix.toLowerCase(), true],
    ['has it as padding', `${suffix}:0\r\n${other}:3`, false],
    ['has others', `${other}:3\r\n`, false],
    ['has nothing', '', false],
  ])('that %s', async (_, body, expected) => {
    const { found, failures } = await askFor((_req, res) => res.end(body))
    expect({ found, failures }).toEqual({ found: expected, failures: [] })
  })

  it.each([
    [
      'is slow',
      'TimeoutError',
      (_: unknown, res: ServerResponse) => void res.writeHead(200).write(`${other}:3\r\n`),
      50,
    ],
    ['hangs up', 'UND_ERR_SOCKET', (_: unknown, res: ServerResponse) => void res.destroy(), 2000],
    [
      'answers with too much',
      'ANSWER_TOO_LARGE',
      (_: unknown, res: ServerResponse) => void res.end('x'.repeat(2_000_000)),
      2000,
    ],
    ['fails', 'HTTP_503', (_: unknown, res: ServerResponse) => void res.writeHead(503).end(`${suffix}:12`), 2000],
    [
      'points elsewhere',
      'HTTP_302',
      ({ url }: IncomingMessage, res: ServerResponse) =>
        url === '/elsewhere' ? void res.end(`${suffix}:12`) : void res.writeHead(302, { Location: '/elsewhere' }).end(),
      2000,
    ],
  ])('that %s lets the password pass and is told as %s', async (_, failure, answer, timeout) => {
    const { found, failures, requests } = await askFor(answer, timeout)
    expect({ found, failures, asked: requests.length }).toEqual({ found: false, failures: [failure], asked: 1 })
  })

  it('that is not there lets the password pass', async () => {
    const failures: string[] = []
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const onUnavailable = (failure: string): void => void failures.push(failure)
    const range = new PasswordRange({ url: `http://127.0.0.1:${port}`, onUnavailable })
    expect(await range.includes('correct horse')).toBe(false)
    expect(failures).toEqual(['ECONNREFUSED'])
  })
})
