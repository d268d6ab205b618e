import type { Browser, Locator, Page } from '@playwright/test'
import { accessHeading } from './access-page.ts'
import { expectAccessible } from './accessibility.ts'
import { anotherBrowser } from './another-browser.ts'
import { type CheckedPage, signedInPages } from './checked-pages.ts'
import { expect, test } from './server.ts'
import { UserDriver } from './user-driver.ts'

const offlineText = 'You’re offline. Latchkey reconnects by itself.'

function banner(page: Page): Locator {
  return page.getByText(/^Can’t reach Latchkey\. Retrying in/)
}

/** Opens a page in a browser of its own: the tabs of one share few connections. */
async function openPage(browser: Browser, url: string, user: UserDriver, [path, title]: CheckedPage): Promise<Page> {
  const context = await anotherBrowser(browser, url)
  await user.signIn(context.request)
  const page = await context.newPage()
  await page.goto(path)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
  await page.waitForLoadState('networkidle')
  return page
}

test('a restart of the server shows a banner on every open page, for its time, and nothing else', async ({
  request,
  browser,
  server,
}) => {
  // A browser for each page.
  test.slow()
  const user = new UserDriver()
  await user.signUp(request)
  const pages = await Promise.all(signedInPages.map((page) => openPage(browser, server.url, user, page)))
  await server.stop()
  for (const page of pages) {
    await expect(banner(page)).toBeVisible()
    await expect(page.getByRole('alert')).toHaveCount(0)
  }
  for (const page of pages.slice(0, 1)) await expectAccessible(page)
  await server.start()
  for (const [index, page] of pages.entries()) {
    await expect(banner(page)).toHaveCount(0, { timeout: 30_000 })
    await expect(page.getByRole('alert')).toHaveCount(0)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(signedInPages[index]?.[1] ?? '')
  }
  await Promise.all(pages.map((page) => page.context().close()))
})

test('pages that open while the server is down load by themselves once it is back', async ({ page, server }) => {
  await new UserDriver().signUp(page.request)
  await page.goto('/')
  await expect(accessHeading(page)).toBeVisible()
  await server.stop()
  await page.getByRole('link', { name: 'Timeline' }).click()
  await expect(banner(page)).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await server.start()
  // The page asks again a few seconds after its last attempt.
  await expect(page.getByRole('heading', { name: 'Timeline', level: 1 })).toBeVisible({ timeout: 15_000 })
  await expect(page.getByRole('listitem').filter({ hasText: 'Signed up' })).toBeVisible()
  await expect(banner(page)).toHaveCount(0)
})

test('the banner counts the seconds, and asks the server at once when it is told to', async ({ page, server }) => {
  await new UserDriver().signUp(page.request)
  await page.goto('/')
  await expect(accessHeading(page)).toBeVisible()
  await server.stop()
  // Long before the next attempt that it makes by itself.
  await expect(page.getByText(/Retrying in (?:[3-9]|\d\d) seconds/)).toBeVisible({ timeout: 15_000 })
  const asked = page.waitForRequest(/trpc\/auth\.me/, { timeout: 2_000 })
  await page.getByRole('button', { name: 'Retry now' }).click()
  await asked
  await server.start()
})

test('going to another page without a network waits, with one line that says why', async ({ page, context }) => {
  await new UserDriver().signUp(page.request)
  await page.goto('/')
  await expect(accessHeading(page)).toBeVisible()
  await context.setOffline(true)
  await page.getByRole('link', { name: 'Developers' }).click()
  await expect(page.getByText(offlineText).last()).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect(page.getByText(/went wrong/)).toHaveCount(0)
  await context.setOffline(false)
  await expect(page.getByRole('heading', { name: 'Developers', level: 1 })).toBeVisible()
})

test('a form that was sent without a network keeps what was typed and says that it was not sent', async ({
  page,
  context,
}) => {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill('ada@example.com')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('You were offline, so this wasn’t sent. Try again.')).toBeVisible()
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('Wrong email or password.')).toBeVisible()
})

test('after a deployment with other files, an open page reloads once to show the next', async ({ page, context }) => {
  await new UserDriver().signUp(page.request)
  await page.goto('/')
  await expect(accessHeading(page)).toBeVisible()
  let documents = 0
  page.on('request', (request) => {
    if (request.isNavigationRequest()) documents += 1
  })
  await context.route('**/assets/**', (route) =>
    documents === 0 ? route.fulfill({ status: 404, body: '' }) : route.continue(),
  )
  await page.getByRole('link', { name: 'Developers' }).click()
  await expect(page.getByRole('heading', { name: 'Developers', level: 1 })).toBeVisible()
  expect(documents).toBe(1)
})
