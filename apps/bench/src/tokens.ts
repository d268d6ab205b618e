import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { callOk, textAt } from './call.ts'
import { printMachine, printTable } from './print-table.ts'
import { inMs, quantile } from './quantile.ts'
import { runBench } from './run-bench.ts'
import { startServer } from './start-server.ts'

/** Measures the cost of refusing each kind of invalid token, and compares it with that of a wrong signature. */

const rounds = 400
const warmUp = 40
/** The highest ratio of the median to that of a valid token with a changed signature. */
const maxRatio = 3
/** A median below this many milliseconds passes at any ratio, because it depends on the machine more than on the token. */
const floorMs = 0.5

const tampered = 'valid, changed signature'

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

await runBench(240_000, async (bench) => {
  const { url, stop } = await startServer(bench, join(bench.folder, 'bench.db'))
  const credentials = { email: 'ada@example.com', password: 'correct horse battery' }
  await callOk(url, 'auth.signUp', { input: { ...credentials, name: 'Ada' } })
  const issued = await callOk(url, 'tokens.issue', { input: { ...credentials, clientId: 'bench' } })
  const token = textAt(issued.data, 'accessToken') ?? ''
  const jwk = await publishedKey(url)
  if ((await timed(url, token)).status !== 200) throw new Error('a valid token is refused')

  const kinds = forgeries(token, jwk)
  const times = new Map(Object.keys(kinds).map((name) => [name, [] as number[]]))
  // The kinds take turns, so that other load on the machine affects all of them alike.
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [name, make] of Object.entries(kinds)) {
      const { status, ms } = await timed(url, make())
      if (status !== 401) bench.fail(`${name}: answered with ${status}`)
      if (round >= 0) times.get(name)?.push(ms)
    }
  }
  if ((await timed(url, token)).status !== 200) bench.fail('the valid token is refused after the measurement')
  await stop()

  const reference = quantile(times.get(tampered) ?? [], 0.5)
  printMachine()
  console.log(`${rounds} rounds, \`auth.me\` over one connection. Milliseconds; the ratio is of the medians.\n`)
  const rows = [...times].map(([name, all]) => {
    const median = quantile(all, 0.5)
    if (median > Math.max(maxRatio * reference, floorMs)) bench.fail(`${name}: takes too long`)
    return [name, inMs(median), inMs(quantile(all, 0.99)), (median / reference).toFixed(2)]
  })
  printTable(['token', 'p50', 'p99', 'ratio'], rows)
  console.log(`Bound: ${maxRatio} times the median of “${tampered}”, or ${floorMs} ms.\n`)
})

/** Returns functions that forge a token, by the kind of token. Where the server could cache it, each call forges another one. */
function forgeries(token: string, jwk: Readonly<Record<string, unknown>>): Readonly<Record<string, () => string>> {
  const [header = '', claims = '', signature = ''] = token.split('.')
  const validHeader: unknown = JSON.parse(Buffer.from(header, 'base64url').toString())
  const foreignKey = generateKeyPairSync('ed25519')
  const withHeader = (changes: object, signInput: (input: string) => Buffer): string => {
    const input = `${encode(JSON.stringify({ ...(validHeader as object), ...changes }))}.${claims}`
    return `${input}.${signInput(input).toString('base64url')}`
  }
  const signWithForeignKey = (input: string): Buffer => sign(null, Buffer.from(input), foreignKey.privateKey)
  const publicKey: KeyObject = createPublicKey({ key: jwk, format: 'jwk' })
  const pem = publicKey.export({ type: 'spki', format: 'pem' })
  return {
    'random text': () => randomBytes(150).toString('base64url'),
    [tampered]: () => `${header}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
    'valid, changed claims': () => `${header}.${encode(`{"sub":"${randomBytes(16).toString('hex')}"}`)}.${signature}`,
    'valid, padded': () => `${token}==`,
    'alg none': () => withHeader({ alg: 'none' }, () => Buffer.of()),
    'HS256 with the public key': () =>
      withHeader({ alg: 'HS256' }, (text) => createHmac('sha256', pem).update(text).digest()),
    'ES256 for EdDSA': () => withHeader({ alg: 'ES256' }, () => randomBytes(64)),
    'the signature of another key': () => withHeader({}, signWithForeignKey),
    'an unknown key, another one each time': () =>
      withHeader({ kid: randomBytes(32).toString('base64url') }, signWithForeignKey),
    'SQL as key id': () => withHeader({ kid: "' OR 1=1 --" }, signWithForeignKey),
    'a jwk in the header': () =>
      withHeader({ jwk: foreignKey.publicKey.export({ format: 'jwk' }) }, signWithForeignKey),
    'a jku in the header': () => withHeader({ jku: 'http://127.0.0.1:9/jwks.json' }, signWithForeignKey),
    'a header nested 700 deep': () => `${encode('['.repeat(700) + ']'.repeat(700))}.${claims}.`,
    'dots, 2 KB': () => '.'.repeat(2048),
    'dots, 15 KB': () => '.'.repeat(15_000),
    'one letter, 15 KB': () => 'A'.repeat(15_000),
    'a number of 1,400 digits as header': () => `${encode('9'.repeat(1400))}.${claims}.${signature}`,
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url')
}

async function publishedKey(url: string): Promise<Readonly<Record<string, unknown>>> {
  const { keys } = (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as { keys: Record<string, unknown>[] }
  const [key] = keys
  if (key === undefined) throw new Error('no key is published')
  return key
}

/** Calls `auth.me` with a token, and measures from the first byte sent to the last byte received. */
function timed(url: string, token: string): Promise<{ readonly status: number; readonly ms: number }> {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${token}` }
    const sentAt = performance.now()
    const sent = request(`${url}/trpc/auth.me`, { agent, headers }, (response) => {
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, ms: performance.now() - sentAt }))
      response.resume()
    })
    sent.on('error', reject)
    sent.end()
  })
}
