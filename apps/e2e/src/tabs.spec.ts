import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from '@playwright/test'
import { rolldown } from 'rolldown'
import { otherSessions } from './access-page.ts'
import { expect, type Server, test as base } from './server.ts'
import { UserDriver } from './user-driver.ts'

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

/** The script of a page that uses the client package, over a token store in IndexedDB, which all tabs share. */
const pageScript = `
  import { createClient } from '/client.js'

  const resultOf = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const opening = indexedDB.open('program')
  opening.onupgradeneeded = () => opening.result.createObjectStore('tokens')
  const database = await resultOf(opening)
  const tokens = (mode) => database.transaction('tokens', mode).objectStore('tokens')
  const tokenStore = {
    read: async () => (await resultOf(tokens('readonly').get('tokens'))) ?? null,
    write: (next) => resultOf(tokens('readwrite').put(next, 'tokens')),
  }

  window.storeTokens = (next) => tokenStore.write(next)
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

/** Lists the sessions ten times at once, and returns how many each call has found. */
function callTenTimes(tab: Page, sharedAs: string | null): Promise<readonly number[]> {
  return tab.evaluate(`callTenTimes(${JSON.stringify(sharedAs)})`)
}

/** Stores tokens that are due for a refresh: the next call refreshes them first. */
async function storeDueTokens(tab: Page, server: Server, { email, password }: UserDriver): Promise<void> {
  const response = await fetch(`${server.url}/trpc/tokens.issue`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password, clientId: 'tabs' }),
  })
  const { result } = (await response.json()) as { result: { data: { accessToken: string; refreshToken: string } } }
  const { accessToken, refreshToken } = result.data
  const tokens = { server: server.url, clientId: 'tabs', accessToken, refreshToken, refreshAt: 0, signIn: 'first' }
  await tab.evaluate(`storeTokens(${JSON.stringify(tokens)})`)
}

for (const [how, sharedAs, most] of [
  ['refresh their shared tokens once, with a lock of the browser', 'tabs', 1],
  ['refresh them once each without a lock, and receive the same tokens', null, 4],
] as const) {
  test(`four tabs ${how}`, async ({ page, context, server, bundle }) => {
    const user = new UserDriver()
    await user.signUp(page.request)
    await page.goto('/')
    const tabs = await Promise.all(Array.from({ length: 4 }, () => openTab(context, bundle)))
    const [first] = tabs
    if (first === undefined) throw new Error('no tab')
    await storeDueTokens(first, server, user)
    let refreshes = 0
    context.on('request', (request) => {
      if (request.url().includes('tokens.refresh')) refreshes += 1
    })
    const found = await Promise.all(tabs.map((tab) => callTenTimes(tab, sharedAs)))
    expect(found.flat()).toEqual(Array.from({ length: 40 }, () => 2))
    expect(refreshes).toBeGreaterThanOrEqual(1)
    expect(refreshes).toBeLessThanOrEqual(most)
    // No refresh counted as the reuse of a token, which would have ended the session.
    await expect(otherSessions(page)).toHaveCount(1)
  })
}
