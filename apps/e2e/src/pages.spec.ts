import type { Browser, BrowserContext, Page } from '@playwright/test'
import {
  accessHeading,
  endSession,
  expectEndedPage,
  openEndedSessions,
  otherSessions,
  thisSession,
} from './access-page.ts'
import { expectAccessible, expectNoOverflow, expectNoViolations } from './accessibility.ts'
import { anotherBrowser, firefoxOnWindows, signInFrom } from './another-browser.ts'
import { inEachVariant } from './each-variant.ts'
import { expectNoStoredSecret, expectPasswordFields, expectSignOutControl } from './page-checks.ts'
import { failingPages, forwardingPages, signedInPages, signedOutPages } from './checked-pages.ts'
import { expect, test as base } from './server.ts'
import { UserDriver } from './user-driver.ts'

/** The messages of the browser's console, those about the content security policy included. */
const test = base.extend<{ consoleMessages: readonly string[] }>({
  consoleMessages: async ({ page }, use) => {
    const messages: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') messages.push(message.text())
    })
    page.on('pageerror', (error) => messages.push(String(error)))
    await use(messages)
  },
})

async function openPage(page: Page, path: string, title: string): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
  await expect(page).toHaveTitle(`${title} · Latchkey`)
}

/** Opens the app in a second browser of the user: its session is on the list, and marked as open. */
async function openSecondBrowser(browser: Browser, serverUrl: string, user: UserDriver): Promise<BrowserContext> {
  const second = await anotherBrowser(browser, serverUrl, firefoxOnWindows)
  await user.signIn(second.request)
  await openAccessPage(second)
  return second
}

async function openAccessPage(context: BrowserContext): Promise<void> {
  const page = await context.newPage()
  await page.goto('/')
  await expect(accessHeading(page)).toBeVisible()
}

/** German is longer, a page at 400 % is 320 × 256 px, and in RTL and with colours of the system everything may break. */
const germanVariants = [
  { name: 'at 400 %', dir: 'ltr', forcedColors: 'none', check: expectAccessible },
  // No rule of axe depends on the direction.
  { name: 'right to left', dir: 'rtl', forcedColors: 'none', check: expectNoOverflow },
  { name: 'in forced colours', dir: 'ltr', forcedColors: 'active', check: expectAccessible },
] as const

test.describe('in German, at 400 %, right to left, and in forced colours', () => {
  test.use({ locale: 'de-DE', viewport: { width: 320, height: 256 } })

  for (const [path] of [...signedOutPages, ...failingPages, ...signedInPages]) {
    test(`the page at ${path.replace(/\?.*/, '')} is accessible and fits`, async ({ page, playwright, server }) => {
      if (signedInPages.some(([signedInPath]) => signedInPath === path)) {
        const user = new UserDriver()
        await user.signUp(page.request)
        await signInFrom(playwright, { baseURL: server.url, userAgent: firefoxOnWindows, count: 1 }, user)
      }
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('html')).toHaveAttribute('lang', 'de')
      for (const { name, dir, forcedColors, check } of germanVariants) {
        await test.step(name, async () => {
          await page.emulateMedia({ forcedColors })
          await page.evaluate((value) => document.documentElement.setAttribute('dir', value), dir)
          await check(page)
        })
      }
    })
  }
})

test.describe('in light and dark, wide and narrow, without a message in the console', () => {
  for (const [path, title] of signedOutPages) {
    test(`the page “${title}” is accessible, fits and has its title`, async ({ page, consoleMessages }) => {
      await openPage(page, path, title)
      await expectPasswordFields(page)
      await inEachVariant(page, expectAccessible)
      expect(consoleMessages).toEqual([])
    })
  }

  test('the errors of the sign-up form, and the Access page after it, are accessible', async ({
    page,
    consoleMessages,
  }) => {
    await page.goto('/sign-up')
    await page.getByRole('button', { name: 'Sign up' }).click()
    await expect(page.getByText('Enter a name.')).toBeVisible()
    await inEachVariant(page, expectNoViolations)
    await new UserDriver().signUpByForm(page)
    await inEachVariant(page, expectNoViolations)
    expect(consoleMessages).toEqual([])
  })

  for (const [path, title] of signedInPages) {
    test(`the page “${title}” is accessible, fits and has its title`, async ({
      page,
      browser,
      server,
      consoleMessages,
    }) => {
      const user = new UserDriver()
      await user.signUp(page.request)
      const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
      await user.signIn(second.request)
      // Only the Access page marks the sessions that are open.
      if (path === '/') await openAccessPage(second)
      await openPage(page, path, title)
      await inEachVariant(page, expectAccessible)
      await expectPasswordFields(page)
      await expectNoStoredSecret(page, user)
      await expectSignOutControl(page)
      await second.close()
      expect(consoleMessages).toEqual([])
    })
  }

  test('the details of a session and the dialog that ends all others are accessible', async ({
    page,
    browser,
    server,
    consoleMessages,
  }) => {
    const user = new UserDriver()
    await user.signUp(page.request)
    await page.goto('/')
    const second = await openSecondBrowser(browser, server.url, user)
    await expect(otherSessions(page)).toContainText('Open now')
    await page
      .getByRole('button', { name: /^Details/ })
      .first()
      .click()
    await expect(page.getByText('Session ID')).toBeVisible()
    await inEachVariant(page, expectAccessible)
    await page.getByRole('button', { name: 'Sign out other sessions' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await inEachVariant(page, expectNoViolations)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await second.close()
    expect(consoleMessages).toEqual([])
  })

  test('a long name, an ended session, the page that its browser shows, and its event are accessible and fit', async ({
    page,
    browser,
    server,
    consoleMessages,
  }) => {
    const user = new UserDriver()
    await user.signUp(page.request)
    await page.goto('/')
    const second = await openSecondBrowser(browser, server.url, user)
    await page
      .getByRole('button', { name: /^Rename/ })
      .first()
      .click()
    await expect(page.getByRole('dialog', { name: 'Rename session' })).toBeVisible()
    await page.getByRole('textbox', { name: 'Name' }).fill('N'.repeat(60))
    await inEachVariant(page, expectNoViolations)
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('N'.repeat(60)).first()).toBeVisible()
    await inEachVariant(page, expectNoOverflow)
    await endSession(page, 'Firefox on Windows')
    await expect(await openEndedSessions(page)).toHaveCount(1)
    await inEachVariant(page, expectAccessible)

    const [phone] = second.pages()
    if (phone === undefined) throw new Error('no page')
    await expectEndedPage(phone, /It was ended from N+ at \d\d:\d\d\./)
    await inEachVariant(phone, expectAccessible)
    await second.close()

    await page.goto('/timeline?category=session')
    await page
      .getByRole('button', { name: /^Details of/ })
      .first()
      .click()
    await expect(page.getByText('Request ID')).toBeVisible()
    await inEachVariant(page, expectAccessible)
    expect(consoleMessages).toEqual([])
  })
})

for (const [path, title] of failingPages) {
  test(`the page “${title}” is accessible and fits`, async ({ page }) => {
    await openPage(page, path, title)
    await inEachVariant(page, expectAccessible)
  })
}

for (const [path, title] of forwardingPages) {
  test(`${path} leads to the page “${title}”`, async ({ page }) => {
    await new UserDriver().signUp(page.request)
    await openPage(page, path, title)
    expect(new URL(page.url()).pathname).not.toBe(path)
  })
}

test('the page for an unknown address has status 404, is accessible and fits', async ({ page }) => {
  await new UserDriver().signUp(page.request)
  const answer = await page.goto('/no/such/page')
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('heading', { name: 'Page not found', level: 1 })).toBeVisible()
  await inEachVariant(page, expectAccessible)
})

test('a page is painted in the colour scheme of the system from the start', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto('/sign-in', { waitUntil: 'commit' })
  await page.waitForFunction(() => document.documentElement.hasAttribute('data-mantine-color-scheme'))
  expect(await page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'))).toBe('dark')
})

test('the pages request nothing from another host', async ({ page, server }) => {
  const hosts = new Set<string>()
  page.on('request', (request) => hosts.add(new URL(request.url()).origin))
  await new UserDriver().signUpByForm(page)
  await page.goto('/password')
  await expect(page.getByRole('heading', { name: 'Change password' })).toBeVisible()
  expect([...hosts]).toEqual([server.url])
})

test('the list reports that the server can’t be reached, and loads when it can', async ({ page, context }) => {
  await new UserDriver().signUp(page.request)
  // Without its stream: when that is connected again, the list loads and the button goes before the test presses it.
  await context.route(/trpc\/sessions\.watch/, (route) => route.abort())
  await context.route(/sessions\.list/, (route) => route.abort())
  await page.goto('/')
  await expect(page.getByText(/Couldn’t load your sessions\./).first()).toBeVisible()
  await expectNoViolations(page)
  await context.unroute(/sessions\.list/)
  await page.getByRole('button', { name: /Try again|Retry/ }).click()
  await expect(thisSession(page)).toBeVisible()
})

test('markup in a name is shown as text', async ({ page }) => {
  const markup = '<img src=x onerror=alert(1)><b>Ada</b>'
  const alerts: string[] = []
  page.on('dialog', (dialog) => {
    alerts.push(dialog.message())
    void dialog.dismiss()
  })
  await new UserDriver({ name: markup }).signUp(page.request)
  await page.goto('/')
  await page.getByRole('button', { name: /Ada/ }).first().click()
  await expect(page.getByText(markup).first()).toBeVisible()
  expect(alerts).toEqual([])
})
