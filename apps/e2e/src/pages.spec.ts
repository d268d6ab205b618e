import type { Page } from '@playwright/test'
import { hasNoViolation } from './accessibility.ts'
import { anotherBrowser, endFrom, firefoxOnWindows, isOnEndedPage, newPerson, signIn, signUp } from './person.ts'
import { expect, test } from './server.ts'

const wide = { width: 1280, height: 800 }
const narrow = { width: 320, height: 640 }

async function fits(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
}

/** Whatever the browser complains of, the content security policy included. */
function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return complaints
}

const signedOut = [
  ['/sign-in', 'Sign in'],
  ['/ended', 'Session ended'],
  ['/oauth/done?client=latchkey-cli', 'You can close this tab'],
  ['/sign-up', 'Sign up'],
] as const
/** What a program opens to ask; nobody listens for the answer. */
const codeRequest = `/oauth/authorize?${new URLSearchParams({
  response_type: 'code',
  client_id: 'latchkey-cli',
  redirect_uri: 'http://127.0.0.1:9/callback',
  code_challenge: 'c'.repeat(43),
  code_challenge_method: 'S256',
})}`
const signedIn = [
  ['/', 'Access'],
  ['/timeline', 'Timeline'],
  ['/password', 'Change password'],
  ['/sign-in-methods', 'Sign-in methods'],
  ['/developers', 'Developers'],
  ['/device?code=BBBB-BBBB', 'Sign in a device'],
  [codeRequest, 'Latchkey CLI wants to sign in as you'],
] as const

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [wide, narrow]) {
    test.describe(`${colorScheme}, ${viewport.width} px`, () => {
      test.use({ colorScheme, viewport })
      // Looking at everything takes a while.
      test.slow()

      test('every page is accessible, fits, has a title of its own, and breaks no policy', async ({
        page,
        browser,
        server,
      }) => {
        const complaints = complaintsOf(page)
        for (const [path, title] of signedOut) {
          await page.goto(path)
          await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
          await expect(page).toHaveTitle(`${title} · Latchkey`)
          await hasNoViolation(page)
          await fits(page)
        }
        await page.getByRole('button', { name: 'Sign up' }).click()
        await expect(page.getByText('Enter your name.')).toBeVisible()
        await hasNoViolation(page)

        const person = newPerson()
        await signUp(page, person)
        await hasNoViolation(page)
        const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
        await signIn(await second.newPage(), person)
        for (const [path, title] of signedIn) {
          await page.goto(path)
          await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
          await expect(page).toHaveTitle(`${title} · Latchkey`)
          await hasNoViolation(page)
          await fits(page)
        }

        await second.close()

        await page.goto('/no/such/page')
        await expect(page.getByRole('heading', { name: 'Page not found', level: 1 })).toBeVisible()
        await hasNoViolation(page)
        await fits(page)
        expect(complaints).toEqual([])
      })

      test('so is what opens on them, and what they come to', async ({ page, browser, server }) => {
        const complaints = complaintsOf(page)
        const person = newPerson()
        await signUp(page, person)
        const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
        await signIn(await second.newPage(), person)
        await page
          .getByRole('button', { name: /^Details/ })
          .first()
          .click()
        await expect(page.getByText('Session id')).toBeVisible()
        await hasNoViolation(page)
        await fits(page)
        await page.getByRole('button', { name: 'End all others' }).click()
        await expect(page.getByRole('dialog')).toBeVisible()
        await hasNoViolation(page)
        await page.keyboard.press('Escape')

        await page
          .getByRole('button', { name: /^Rename/ })
          .first()
          .click()
        await expect(page.getByRole('dialog', { name: 'Rename this session' })).toBeVisible()
        await page.getByRole('textbox', { name: 'Name' }).fill('N'.repeat(60))
        await hasNoViolation(page)
        await page.getByRole('button', { name: 'Save' }).click()
        await expect(page.getByText('N'.repeat(60)).first()).toBeVisible()
        await fits(page)
        await endFrom(page, 'Firefox on Windows')
        await expect(page.getByRole('region', { name: 'Recently ended' })).toBeVisible()
        await hasNoViolation(page)
        await fits(page)

        const [ended] = second.pages()
        if (ended === undefined) throw new Error('no page')
        await isOnEndedPage(ended, /Ended from N+, \d\d:\d\d\./)
        await ended.emulateMedia({ colorScheme })
        await ended.setViewportSize(viewport)
        await hasNoViolation(ended)
        await fits(ended)
        await second.close()

        await page.goto('/timeline?category=session')
        await page
          .getByRole('button', { name: /^Details of/ })
          .first()
          .click()
        await expect(page.getByText('Request id')).toBeVisible()
        await hasNoViolation(page)
        await fits(page)

        expect(complaints).toEqual([])
      })
    })
  }
}

test('no page is painted in the wrong colours first', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto('/sign-in', { waitUntil: 'commit' })
  await page.waitForFunction(() => document.documentElement.hasAttribute('data-mantine-color-scheme'))
  expect(await page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'))).toBe('dark')
})

test('asks nobody but this server for anything', async ({ page, server }) => {
  const hosts = new Set<string>()
  page.on('request', (request) => hosts.add(new URL(request.url()).origin))
  await signUp(page, newPerson())
  await page.goto('/password')
  await expect(page.getByRole('heading', { name: 'Change password' })).toBeVisible()
  expect([...hosts]).toEqual([server.url])
})

test('says so when the server can’t be reached, and goes on when it can', async ({ page, context }) => {
  await signUp(page, newPerson())
  // The stream stays away: what it says would do as well, and take the button away before it is pressed.
  await context.route(/trpc\/sessions\.watch/, (route) => route.abort())
  await context.route(/trpc\/sessions\.list/, (route) => route.abort())
  await page.reload()
  await expect(page.getByText(/can’t be shown|offline/).first()).toBeVisible()
  await hasNoViolation(page)
  await context.unroute(/trpc\/sessions\.list/)
  await page.getByRole('button', { name: /Try again|Retry/ }).click()
  await expect(page.getByText('This device').first()).toBeVisible()
})

test('shows names as text, whatever is in them', async ({ page }) => {
  const markup = '<img src=x onerror=alert(1)><b>Ada</b>'
  const alerts: string[] = []
  page.on('dialog', (dialog) => {
    alerts.push(dialog.message())
    void dialog.dismiss()
  })
  await signUp(page, { ...newPerson(), name: markup })
  await page.getByRole('button', { name: /Ada/ }).first().click()
  await expect(page.getByText(markup).first()).toBeVisible()
  expect(alerts).toEqual([])
})
