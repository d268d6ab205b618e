import type { Page } from '@playwright/test'
import { accessHeading } from './access-page.ts'
import { expect, test } from './server.ts'
import { UserDriver } from './user-driver.ts'

function heading(page: Page, name: string): ReturnType<Page['getByRole']> {
  return page.getByRole('heading', { name, level: 1 })
}

/** Marks the document, so that a test can tell it from the next one. */
async function markDocument(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute('data-marked', ''))
}

async function expectSameDocument(page: Page): Promise<void> {
  await expect(page.locator('html[data-marked]')).toHaveCount(1)
}

/** Holds requests back until they are let go. */
async function hold(page: Page, url: RegExp): Promise<() => void> {
  const held = Promise.withResolvers<void>()
  await page.route(url, async (route) => {
    await held.promise
    await route.continue()
  })
  return held.resolve
}

/** Collects the files of code that are loaded for the app beyond the sign-in page. */
function appFiles(page: Page): readonly string[] {
  const files: string[] = []
  page.on('request', (request) => {
    if (/\/assets\/(start-app|shared)-.*\.js$/.test(request.url())) files.push(request.url())
  })
  return files
}

test('a sign-in opens the app in the document that it was typed into, with the focus at the heading', async ({
  page,
}) => {
  const user = new UserDriver()
  await user.signUp(page.request)
  await page.context().clearCookies()
  await page.goto('/timeline')
  await expect(heading(page, 'Sign in')).toBeVisible()
  await page.reload()
  await markDocument(page)
  await page.getByRole('textbox', { name: 'Email' }).fill(user.email)
  await page.getByLabel('Password', { exact: true }).fill(user.password)
  await page.keyboard.press('Enter')
  await expect(heading(page, 'Timeline')).toBeFocused()
  await expect(page).toHaveURL('/timeline')
  await expectSameDocument(page)
  await page.goBack()
  await expect(heading(page, 'Sign in')).toHaveCount(0)
})

test('the sign-up page opens from the sign-in page with the path to return to, and the back button leads back', async ({
  page,
}) => {
  await page.goto('/sign-in?returnTo=%2Ftimeline')
  await markDocument(page)
  await page.getByRole('link', { name: 'Sign up' }).click()
  await expect(heading(page, 'Sign up')).toBeVisible()
  await expect(page.getByLabel('Name')).toBeFocused()
  await expect(page).toHaveURL('/sign-up?returnTo=%2Ftimeline')
  await page.goBack()
  await expect(heading(page, 'Sign in')).toBeVisible()
  await page.goForward()
  await expect(heading(page, 'Sign up')).toBeVisible()
  await new UserDriver().fillSignUp(page)
  await expect(heading(page, 'Timeline')).toBeVisible()
  await expectSameDocument(page)
})

test('a link of the sign-in page opens in a new tab where the user wants one', async ({ page, context }) => {
  await page.goto('/sign-in')
  const opened = context.waitForEvent('page')
  await page.getByRole('link', { name: 'Sign up' }).click({ modifiers: ['ControlOrMeta'] })
  await expect(heading(await opened, 'Sign up')).toBeVisible()
  await expect(page).toHaveURL('/sign-in')
})

test('a user who is signed in is sent on from the sign-in page, and so is one who signs in in another tab', async ({
  page,
  context,
}) => {
  const waiting = await context.newPage()
  await waiting.goto('/sign-in?returnTo=%2Fpassword')
  await expect(heading(waiting, 'Sign in')).toBeVisible()
  await new UserDriver().signUpByForm(page)
  await expect(heading(waiting, 'Change password')).toBeFocused()
  await page.goto('/sign-up')
  await expect(accessHeading(page)).toBeVisible()
})

test('the code of the app is loaded after the form is there, and for other pages at once', async ({ page }) => {
  const files = appFiles(page)
  const letAppGo = await hold(page, /\/assets\/(start-app|shared)-[^/]*\.js$/)
  await page.goto('/sign-in', { waitUntil: 'commit' })
  await page.getByLabel('Password', { exact: true }).fill('typed')
  await expect.poll(() => files.length).toBeGreaterThan(0)
  letAppGo()

  await new UserDriver().signUp(page.request)
  const letFirstGo = await hold(page, /\/assets\/index-[^/]*\.js$/)
  const loaded = files.length
  await page.goto('/', { waitUntil: 'commit' })
  await expect.poll(() => files.length).toBeGreaterThan(loaded)
  letFirstGo()
  await expect(accessHeading(page)).toBeVisible()
})

test('the sign-in page shows its providers once the server answers', async ({ page, context }) => {
  await context.route(/\/trpc\//, (route) => route.abort())
  await page.goto('/sign-in')
  await page.getByRole('textbox', { name: 'Email' }).fill('typed@example.com')
  await expect(page.getByRole('button', { name: 'Continue with Google' })).toHaveCount(0)
  await context.unroute(/\/trpc\//)
  await expect(page.getByRole('button', { name: 'Continue with Google' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Email' })).toHaveValue('typed@example.com')
})

test('what comes with the app is styled after what the first page has', async ({ page }) => {
  await new UserDriver().signUpByForm(page)
  await page.getByRole('button', { name: /, your menu$/ }).click()
  const item = page.getByRole('menuitem', { name: 'Account' })
  await expect(item).toBeVisible()
  await expect(item).not.toHaveCSS('padding-left', '0px')
})

test('a browser that blocks storage signs in and out', async ({ page }) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('blocked', 'SecurityError')
        },
      })
    }
  })
  await new UserDriver().signUpByForm(page)
  await page.getByRole('button', { name: /, your menu$/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(heading(page, 'Sign in')).toBeVisible()
})

test('a link of the sign-in page leads on, and so does a sign-in, when the code of the app can’t be loaded', async ({
  page,
}) => {
  const user = new UserDriver()
  await user.signUp(page.request)
  await page.context().clearCookies()
  // As after a reload that did not help.
  await page.addInitScript(() => sessionStorage.setItem('latchkey-reloaded-at', String(Date.now())))
  await page.route(/\/assets\/start-app-[^/]*\.js$/, (route) => route.fulfill({ status: 404 }))
  await page.goto('/sign-up')
  await page.getByRole('link', { name: 'Sign in' }).click()
  await expect(heading(page, 'Sign in')).toBeVisible()
  await page.getByRole('textbox', { name: 'Email' }).fill(user.email)
  await page.getByLabel('Password', { exact: true }).fill(user.password)
  await page.unroute(/\/assets\/start-app-[^/]*\.js$/)
  await page.keyboard.press('Enter')
  await expect(accessHeading(page)).toBeVisible()
})
