import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ada, startTestServer } from '../support/test-server.ts'

const agentOf = (system: string, mobile = ''): string =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 ${mobile}Safari/537.36`
const mac = agentOf('Macintosh; Intel Mac OS X 10_15_7')
const windows = agentOf('Windows NT 10.0; Win64; x64')
const linux = agentOf('X11; Linux x86_64')
const phone = agentOf('Linux; Android 10; K', 'Mobile ')

const hints = (brands: string, platform: string, mobile: string): Record<string, string> => ({
  'Sec-CH-UA': brands,
  'Sec-CH-UA-Platform': platform,
  'Sec-CH-UA-Mobile': mobile,
})

/** How the list shows a session that started with these headers. */
async function listedAs(headers: Readonly<Record<string, string>>) {
  const server = await startTestServer()
  const visitor = server.visitor(headers)
  expect((await visitor.mutate('auth.signUp', ada)).status).toBe(200)
  const { name, browser, os, device } = (await visitor.query('sessions.list')).body.result.data.current
  return { name, browser, os, device }
}

const brave = '"Brave";v="140", "Chromium";v="140", "Not_A Brand";v="24"'

it.each([
  [mac, '"Chromium";v="140", "Not=A?Brand";v="24", "Google Chrome";v="140"', '"macOS"', '?0', 'Chrome on macOS'],
  [windows, '"Microsoft Edge";v="140", "Chromium";v="140", "Not_A Brand";v="24"', '"Windows"', '?0', 'Edge on Windows'],
  [linux, brave, '"Linux"', '?0', 'Brave on Linux'],
  [mac, '"Opera";v="124", "Chromium";v="140", "Not;A=Brand";v="99"', '"macOS"', '?0', 'Opera on macOS'],
  [linux, '"Google Chrome";v="140", "Chromium";v="140"', '"Chrome OS"', '?0', 'Chrome on Chrome OS'],
  [phone, '"Not/A)Brand";v="8", "Chromium";v="140", "Brave";v="140"', '"Android"', '?1', 'Brave on Android'],
])('%s with the hints %s, %s and %s gives the name of the session', async (agent, brands, platform, mobile, name) => {
  const listed = await listedAs({ 'User-Agent': agent, ...hints(brands, platform, mobile) })
  expect(listed).toMatchObject({ name, device: mobile === '?1' ? 'mobile' : 'desktop' })
})

it('a hint that can’t be read counts as not sent', async () => {
  expect(await listedAs({ 'User-Agent': mac, ...hints('Brave', '"Linux"', '?0') })).toMatchObject({
    name: 'Chrome on Linux',
  })
  expect(await listedAs({ 'User-Agent': mac, ...hints(brave, 'Linux', '1') })).toMatchObject({ name: 'Brave on macOS' })
})

it.each([
  hints('"Brave', '"Linux', '"?1"'),
  hints('"Brave";v="140",', '"Linux";', '?2'),
  hints('"Chromium", 7', '7', 'true'),
  hints('("Brave" "Chromium")', '("Linux")', '(?1)'),
  hints('%"Brave"', '"Linux", "Linux"', '?1, ?1'),
  hints(`"Brave", "${'a'.repeat(600)}"`, `"${'a'.repeat(600)}"`, `?1;a="${'a'.repeat(600)}"`),
])('%j counts as no hint', async (headers) => {
  const listed = await listedAs({ 'User-Agent': mac, ...headers })
  expect(listed).toEqual({ name: 'Chrome on macOS', browser: 'Chrome', os: 'macOS', device: 'desktop' })
})

it('no hint fails a request', async () => {
  const { url } = await startTestServer()
  const signs = fc.constantFrom(...String.raw`"?;=,()\%:@*-. 01aB`.split(''))
  const field = fc.oneof(
    fc.array(signs, { maxLength: 40 }).map((chosen) => chosen.join('')),
    fc.string(),
  )
  const header = field.map((text) => text.replaceAll(/[^\t\x20-\x7E]/g, ''))
  await fc.assert(
    fc.asyncProperty(header, header, header, async (brands, platform, mobile) => {
      const { status } = await fetch(`${url}/trpc/auth.me`, { headers: hints(brands, platform, mobile) })
      return status === 200
    }),
    { numRuns: 200 },
  )
})
