import type { Locator, Page } from '@playwright/test'
import { accessHeading } from './access-page.ts'
import { expectAccessible } from './accessibility.ts'
import { inEachVariant } from './each-variant.ts'
import { subjects, test as base } from './mailbox.ts'
import { expect, type Server } from './server.ts'
import { UserDriver } from './user-driver.ts'

/** The messages of the browser's console, those about the content security policy included. */
const test = base.extend<{ consoleMessages: readonly string[] }>({
  consoleMessages: async ({ page }, use) => {
    const messages: string[] = []
    page.on('console', (message) => {
      messages.push(message.text())
    })
    await use(messages)
  },
})

test.use({ mail: 'asked', captcha: 'on' })

test('a user signs up once the CAPTCHA is passed, which is asked for again after a refusal', async ({
  page,
  consoleMessages,
}) => {
  const user = new UserDriver()
  await page.goto('/sign-up')
  await expect(widget(page)).toBeVisible()
  await inEachVariant(page, expectAccessible)
  await page.setViewportSize({ width: 1280, height: 800 })

  await user.fillSignUp(page)
  await expect(field(page).getByRole('alert')).toHaveText('Complete the check that you’re human first.')
  await widget(page).click()
  await expect(field(page).getByRole('alert')).toHaveCount(0)

  await page.getByLabel('Password', { exact: true }).fill('ada lovelace')
  const refused = page.waitForResponse(/auth\.signUp/)
  await page.getByRole('button', { name: 'Sign up' }).click()
  expect((await refused).status()).toBe(422)
  await widget(page).click()
  await expect(passed(page)).toBeVisible()
  expect(consoleMessages.filter((message) => !message.includes('422'))).toEqual([])
  await page.getByLabel('Password', { exact: true }).fill(user.password)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(accessHeading(page)).toBeVisible()
})

test('a reset of a password asks for the CAPTCHA, in the language and the colours of the page', async ({
  browser,
  server,
  mailbox,
}) => {
  const context = await browser.newContext({ baseURL: server.url, locale: 'de-DE', colorScheme: 'dark' })
  const page = await context.newPage()
  const user = new UserDriver()
  await page.goto('/forgot-password')
  await page.getByLabel('E-Mail').fill(user.email)
  const frame = page.locator('iframe')
  await expect(frame).toHaveAttribute('src', /theme=dark&language=de/)
  await frame.contentFrame().getByRole('button', { name: 'I am human' }).click()
  await expect(frame.contentFrame().getByRole('button', { name: 'Passed' })).toBeVisible()
  await page.locator('button[type="submit"]').click()
  await expect(page).toHaveURL(/\/check-mail$/)
  await mailbox.mailTo(user.email, subjects.noAccount)
  await context.close()
})

test('a code is mailed once the CAPTCHA is passed, which is loaded only when a code is asked for', async ({
  page,
  server,
  mailbox,
}) => {
  const user = new UserDriver()
  const scripts: string[] = []
  page.on('request', (request) => {
    if (request.url().startsWith(scriptUrlOf(server))) scripts.push(request.url())
  })
  await page.clock.install()
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(user.email)
  await expect(field(page)).toHaveCount(0)
  expect(scripts).toEqual([])
  await page.getByRole('button', { name: 'Email me a code instead' }).click()
  await widget(page).click()
  await expect(page.getByRole('heading', { name: 'Check your mail', level: 1 })).toBeVisible()
  expect(scripts).toHaveLength(1)
  const { code } = await mailbox.mailTo(user.email, subjects.signIn)

  // Another mail of the same challenge needs no other CAPTCHA; one after it has ended does.
  await server.sql('DELETE FROM challenges')
  await page.clock.fastForward('01:01')
  await page.getByRole('button', { name: 'Send a new code' }).click()
  await widget(page).click()
  const again = await mailbox.mailTo(user.email, subjects.signIn)
  expect(again.code).not.toBe(code)
})

test('a page that can’t load the CAPTCHA says what to do, and tries again', async ({ page, server }) => {
  const user = new UserDriver()
  await page.route(`${scriptUrlOf(server)}*`, (route) => route.abort())
  await page.goto('/sign-up')
  const failed = field(page).getByText('This check can’t be loaded from')
  await expect(failed).toBeVisible()
  await inEachVariant(page, expectAccessible)
  await user.fillSignUp(page)
  await expect(page.getByText('The check that you’re human wasn’t accepted. Complete it again.')).toBeVisible()

  await page.unroute(`${scriptUrlOf(server)}*`)
  await page.getByRole('button', { name: 'Try again' }).click()
  await widget(page).click()
  await expect(failed).toHaveCount(0)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(accessHeading(page)).toBeVisible()
})

function field(page: Page): Locator {
  return page.getByRole('group', { name: 'Check that you’re human' })
}

/** The button in the frame of the provider. */
function widget(page: Page): Locator {
  return page.locator('iframe').contentFrame().getByRole('button', { name: 'I am human' })
}

function passed(page: Page): Locator {
  return page.locator('iframe').contentFrame().getByRole('button', { name: 'Passed' })
}

function scriptUrlOf({ captchaScriptUrl }: Server): string {
  if (captchaScriptUrl === null) throw new Error('the server asks for no CAPTCHA: choose it with test.use')
  return captchaScriptUrl
}
