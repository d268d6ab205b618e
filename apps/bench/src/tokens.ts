import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { callOk, textAt } from './call.ts'
import { printMachine, printTable } from './print-table.ts'
import { inMs, quantile } from './quantile.ts'
import { runBench } from './run-bench.ts'
import { startServer } from './start-server.ts'

/** What the refusal of a token costs: whatever it is, about as much as that of one whose signature is wrong. */

const rounds = 400
const warmUp = 40
/** Of the median, against that of a good token with a changed signature. */
const bound = 3
/** Milliseconds that no ratio is about: a median of less says more of the machine than of the token. */
const floor = 0.5

const tampered = 'good, a changed signature'

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

await runBench(240_000, async (bench) => {
  const { url, stop } = await startServer(bench, join(bench.folder, 'bench.db'))
  const credentials = { email: 'ada@example.com', password: 'correct horse battery' }
  await callOk(url, 'auth.signUp', { input: { ...credentials, name: 'Ada' } })
  const issued = await callOk(url, 'tokens.issue', { input: { ...credentials, clientId: 'bench' } })
  const token = textAt(issued.data, 'accessToken') ?? ''
  const jwk = await publishedKey(url)
  if ((await timed(url, token)).status !== 200) throw new Error('a good token is refused')

  const kinds = forge(token, jwk)
  const times = new Map(Object.keys(kinds).map((name) => [name, [] as number[]]))
  // In turns, and so that everything that burdens the machine burdens all of them.
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [name, make] of Object.entries(kinds)) {
      const { status, ms } = await timed(url, make())
      if (status !== 401) bench.fail(`${name}: answered with ${status}`)
      if (round >= 0) times.get(name)?.push(ms)
    }
  }
  if ((await timed(url, token)).status !== 200) bench.fail('the good token is refused after all that')
  await stop()

  const reference = quantile(times.get(tampered) ?? [], 0.5)
  printMachine()
  console.log(`${rounds} rounds, \`auth.me\` over one connection. Milliseconds; the ratio is of the medians.\n`)
  const rows = [...times].map(([name, all]) => {
    const median = quantile(all, 0.5)
    if (median > Math.max(bound * reference, floor)) bench.fail(`${name}: takes too long`)
    return [name, inMs(median), inMs(quantile(all, 0.99)), (median / reference).toFixed(2)]
  })
  printTable(['token', 'p50', 'p99', 'ratio'], rows)
  console.log(`Bound: ${bound} times the median of “${tampered}”, or ${floor} ms.\n`)
})

/** A token of each kind, by name; where it would be known again, another one every time. */
function forge(token: string, jwk: Readonly<Record<string, unknown>>): Readonly<Record<string, () => string>> {
  const [header = '', claims = '', signature = ''] = token.split('.')
  const ours: unknown = JSON.parse(Buffer.from(header, 'base64url').toString())
  const mallory = generateKeyPairSync('ed25519')
  const headed = (changes: object, seal: (input: string) => Buffer): string => {
    const input = `${encode(JSON.stringify({ ...(ours as object), ...changes }))}.${claims}`
    return `${input}.${seal(input).toString('base64url')}`
  }
  const byMallory = (input: string): Buffer => sign(null, Buffer.from(input), mallory.privateKey)
  const publicKey: KeyObject = createPublicKey({ key: jwk, format: 'jwk' })
  const pem = publicKey.export({ type: 'spki', format: 'pem' })
  return {
    'random text': () => randomBytes(150).toString('base64url'),
    [tampered]: () => `${header}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
    'good, changed claims': () => `${header}.${encode(`{"sub":"${randomBytes(16).toString('hex')}"}`)}.${signature}`,
    'good, padded': () => `${token}==`,
    'alg none': () => headed({ alg: 'none' }, () => Buffer.of()),
    'HS256 with the public key': () =>
      headed({ alg: 'HS256' }, (text) => createHmac('sha256', pem).update(text).digest()),
    'ES256 for EdDSA': () => headed({ alg: 'ES256' }, () => randomBytes(64)),
    'somebody else’s signature': () => headed({}, byMallory),
    'an unknown key, another each time': () => headed({ kid: randomBytes(32).toString('base64url') }, byMallory),
    'SQL as key': () => headed({ kid: "' OR 1=1 --" }, byMallory),
    'a jwk along': () => headed({ jwk: mallory.publicKey.export({ format: 'jwk' }) }, byMallory),
    'a jku along': () => headed({ jku: 'http://127.0.0.1:9/jwks.json' }, byMallory),
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

/** Asks who is calling, with a token, and takes the time from the first byte out to the last byte in. */
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
