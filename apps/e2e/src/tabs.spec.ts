import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from '@playwright/test'
import { rolldown } from 'rolldown'
import { newPerson, otherSessions, type Person, signUp } from './person.ts'
import { expect, type Server, test as base } from './server.ts'

const source = fileURLToPath(new URL('../../../packages/client/src/index.ts', import.meta.url))

const test = base.extend<object, { bundle: string }>({
  bundle: [
    // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads the fixtures that it needs from this pattern
    async ({}, use) => {
      const build = await rolldown({ input: source, platform: 'browser', logLevel: 'silent' })
      const { output } = await build.generate({ format: 'esm' })
      await use(output[0].code)
    },
    { scope: 'worker' },
  ],
})

/** What a page of some program with tabs runs: the package over a store in IndexedDB, which all tabs see alike. */
const pageScript = `
  import { createClient } from '/client.js'

  const asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const opening = indexedDB.open('program')
  opening.onupgradeneeded = () => opening.result.createObjectStore('tokens')
  const database = await asked(opening)
  const tokens = (mode) => database.transaction('tokens', mode).objectStore('tokens')
  const tokenStore = {
    read: async () => (await asked(tokens('readonly').get('tokens'))) ?? null,
    write: (next) => asked(tokens('readwrite').put(next, 'tokens')),
  }

  window.keep = (next) => tokenStore.write(next)
  window.callTenTimes = async (sharedAs) => {
    const store = sharedAs === null ? tokenStore : { ...tokenStore, sharedAs }
    const client = createClient({ url: location.origin, clientId: 'tabs', tokenStore: store })
    const lists = await Promise.all(Array.from({ length: 10 }, () => client.sessions.list.query()))
    return lists.map(({ others }) => others.length + 1)
  }
`

async function openTab(context: BrowserContext, bundle: string): Promise<Page> {
  const page = await context.newPage()
  const serve = (path: string, contentType: string, body: string) =>
    page.route(`**${path}`, (route) => route.fulfill({ contentType, body }))
  await serve('/client.js', 'text/javascript', bundle)
  await serve('/page.js', 'text/javascript', pageScript)
  await serve(
    '/a-tab',
    'text/html',
    '<!doctype html><title>A tab</title><script type="module" src="/page.js"></script>',
  )
  await page.goto('/a-tab')
  await page.waitForFunction('window.callTenTimes !== undefined')
  return page
}

/** How many sessions each of ten calls at once has found. */
function callTenTimes(tab: Page, sharedAs: string | null): Promise<readonly number[]> {
  return tab.evaluate(`callTenTimes(${JSON.stringify(sharedAs)})`)
}

/** As after nine minutes: the next call renews the tokens first. */
async function signInLongAgo(tab: Page, server: Server, { email, password }: Person): Promise<void> {
  const issued = await fetch(`${server.url}/trpc/tokens.issue`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password, clientId: 'tabs' }),
  })
  const { result } = (await issued.json()) as { result: { data: { accessToken: string; refreshToken: string } } }
  const { accessToken, refreshToken } = result.data
  const tokens = { server: server.url, clientId: 'tabs', accessToken, refreshToken, refreshAt: 0, signIn: 'first' }
  await tab.evaluate(`keep(${JSON.stringify(tokens)})`)
}

for (const [how, sharedAs, most] of [
  ['renew what they share once, with a lock of the browser', 'tabs', 1],
  ['renew it once each without one, and are given the same', null, 4],
] as const) {
  test(`four tabs ${how}`, async ({ page, context, server, bundle }) => {
    const person = newPerson()
    await signUp(page, person)
    const tabs = await Promise.all(Array.from({ length: 4 }, () => openTab(context, bundle)))
    const [first] = tabs
    if (first === undefined) throw new Error('no tab')
    await signInLongAgo(first, server, person)
    let refreshes = 0
    context.on('request', (request) => {
      if (request.url().includes('tokens.refresh')) refreshes += 1
    })
    const found = await Promise.all(tabs.map((tab) => callTenTimes(tab, sharedAs)))
    expect(found.flat()).toEqual(Array.from({ length: 40 }, () => 2))
    expect(refreshes).toBeGreaterThanOrEqual(1)
    expect(refreshes).toBeLessThanOrEqual(most)
    // Nobody was taken for a thief.
    await expect(otherSessions(page)).toHaveCount(1)
  })
}
