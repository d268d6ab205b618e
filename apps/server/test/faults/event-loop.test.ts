import { expect, it } from 'vitest'
import { startFaultServer } from '../support/fault-server.ts'
import { ada } from '../support/test-server.ts'

const size = 50_000
const longTimeout = 180_000

/** Texts of fifty thousand characters that are slow for a careless pattern, parser or normal form. */
const hostile: Readonly<Record<string, string>> = {
  spaces: ' '.repeat(size),
  'an address without an end': `${'a'.repeat(size)}@`,
  'many at signs': '@'.repeat(size),
  'many dots': `a@${'a.'.repeat(size / 2)}`,
  'combining marks': `e${'\u0301'.repeat(size)}`,
  'a long domain of IDN labels': `a@${'ü.'.repeat(size / 2)}com`,
  'a script tag': '<script>'.repeat(size / 8),
  'percent signs': '%'.repeat(size),
  'a path': '../'.repeat(size / 3),
}
const nested = `${'['.repeat(size / 2)}${']'.repeat(size / 2)}`
const manyKeys = JSON.stringify(Object.fromEntries(Array.from({ length: 6000 }, (_, key) => [`k${key}`, key])))

function p99(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0
}

it(
  'answers a health check within a tenth of a second while hostile inputs are refused',
  async (test) => {
    const server = await startFaultServer()
    await server.visitor().mutate('auth.signUp', ada)
    const check = async (): Promise<number> => {
      const begun = performance.now()
      await server.visitor().request('/healthz')
      return performance.now() - begun
    }
    const idle: number[] = []
    while (idle.length < 200) idle.push(await check())
    const waits: number[] = []
    const attacked = new AbortController()
    const probe = async (): Promise<void> => {
      while (!attacked.signal.aborted) waits.push(await check())
    }
    const attack = async (): Promise<void> => {
      const refused = (status: number): boolean => status >= 400 && status < 500
      for (let round = 0; round < 5; round += 1) {
        for (const text of Object.values(hostile)) {
          const inputs = [
            { email: text, password: ada.password, name: 'Ada' },
            { email: 'eve@example.com', password: text, name: 'Ada' },
            { email: 'eve@example.com', password: ada.password, name: text },
          ]
          for (const input of inputs) {
            expect(refused((await server.visitor().mutate('auth.signUp', input)).status)).toBe(true)
          }
          const agent = server.visitor()
          await agent.mutate('auth.signIn', { email: ada.email, password: 'wrong' }, { 'User-Agent': 'x'.repeat(8000) })
        }
        for (const body of [nested, manyKeys]) {
          expect(refused((await server.visitor().post('auth.signIn', body)).status)).toBe(true)
        }
      }
      attacked.abort()
    }
    await Promise.all([attack(), probe()])
    const [quiet, busy] = [p99(idle), p99(waits)]
    await test.annotate(
      `p99 of a health check: ${quiet.toFixed(1)} ms idle, ${busy.toFixed(1)} ms beside hostile inputs`,
    )
    // On a machine that does other work too, an idle server is slow as well.
    expect(busy).toBeLessThan(Math.max(100, 5 * quiet))
  },
  longTimeout,
)
