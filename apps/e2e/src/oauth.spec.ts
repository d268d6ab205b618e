import type { Page } from '@playwright/test'
import { hasNoViolation } from './accessibility.ts'
import { anotherBrowser, fillSignIn, firefoxOnWindows, newPerson, otherSessions, signUp } from './person.ts'
import { expect, test } from './server.ts'

let logins = 0

/** Someone whom no provider has seen. */
function newLogin(): string {
  logins += 1
  return `login-${process.pid}-${logins}`
}

interface Choice {
  readonly login: string
  readonly behaviour?: string
}

/** At the provider's page: who to be, and what goes wrong. */
async function chooseAtProvider(page: Page, { login, behaviour = 'normal' }: Choice): Promise<void> {
  await expect(page.getByRole('heading', { name: /\(local\)/ })).toBeVisible()
  await page.getByLabel('Or someone new').fill(login)
  await page.locator(`input[value="${behaviour}"]`).check()
  await page.getByRole('button', { name: 'Continue' }).click()
}

async function continueWith(page: Page, provider: string, choice: Choice): Promise<void> {
  await page.getByRole('button', { name: `Continue with ${provider}` }).click()
  await chooseAtProvider(page, choice)
}

const access = (page: Page) => page.getByRole('heading', { name: 'Access', level: 1 })

async function openMethods(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Sign-in methods' }).first().click()
  await expect(page.getByRole('heading', { name: 'Sign-in methods', level: 1 })).toBeVisible()
}

test('sign up through Google, sign out, sign in through it again, connect GitHub, disconnect it', async ({ page }) => {
  const login = newLogin()
  await page.goto('/sign-up')
  await continueWith(page, 'Google', { login })
  await expect(access(page)).toBeVisible()
  expect(new URL(page.url()).search).toBe('')
  await expect(page.getByRole('listitem').filter({ hasText: 'This device' })).toContainText('Google')

  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible()
  await continueWith(page, 'Google', { login })
  await expect(access(page)).toBeVisible()

  await openMethods(page)
  await expect(page.getByText(`${login}@example.com`)).toBeVisible()
  await page.getByRole('button', { name: 'Connect GitHub' }).click()
  await chooseAtProvider(page, { login })
  await expect(page.getByText('GitHub is connected.').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Disconnect GitHub' })).toBeVisible()
  await hasNoViolation(page)

  await page.getByRole('button', { name: 'Disconnect GitHub' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect GitHub' }).click()
  await expect(page.getByText('GitHub is disconnected.').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Connect GitHub' })).toBeVisible()

  await page.getByRole('button', { name: 'Disconnect Google' }).click()
  await expect(page.getByText('This is the only way you can sign in.')).toBeVisible()
})

test('someone with a password here signs in first, and then the account is connected', async ({ page }) => {
  const login = newLogin()
  const person = { ...newPerson(), email: `${login}@example.com` }
  await signUp(page, person)
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible()

  await continueWith(page, 'Google', { login })
  await expect(page.getByText(/already a user here/)).toBeVisible()
  await hasNoViolation(page)
  await page.getByRole('link', { name: 'Sign in' }).first().click()
  await fillSignIn(page, person)
  await chooseAtProvider(page, { login })
  await expect(page.getByText('Google is connected.').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Disconnect Google' })).toBeVisible()
})

test('after a trip, people are where they wanted to go', async ({ page }) => {
  await page.goto('/password')
  await expect(page).toHaveURL(/\/sign-in\?returnTo=/)
  await continueWith(page, 'Example ID', { login: newLogin() })
  await expect(page).toHaveURL(/\/password$/)
})

test('a trip leaves no code and no state in the history', async ({ page }) => {
  await page.goto('/sign-in')
  await continueWith(page, 'Google', { login: newLogin(), behaviour: 'token-error' })
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  expect(new URL(page.url()).search).toBe('')
  await page.reload()
  expect(page.url()).not.toMatch(/code=|state=/)
})

for (const [behaviour, words] of [
  ['deny', /said no|cancel|nothing was changed/i],
  ['temporarily-unavailable', /can’t be reached right now/],
  ['other-key', /could not be verified|couldn’t be verified/i],
  ['unverified-email', /verif/i],
] as const) {
  test(`“${behaviour}” is said in words, with a way on`, async ({ page }) => {
    await page.goto('/sign-in')
    await continueWith(page, 'Google', { login: newLogin(), behaviour })
    await expect(page.getByText(words).first()).toBeVisible()
    await expect(page.getByRole('link', { name: /Sign in another way|Sign in/ }).first()).toBeVisible()
    await hasNoViolation(page)
  })
}

test('someone without a password sets one', async ({ page }) => {
  const login = newLogin()
  await page.goto('/sign-in')
  await continueWith(page, 'GitHub', { login })
  await expect(access(page)).toBeVisible()
  await openMethods(page)
  await page.getByLabel('New password', { exact: true }).fill('a good new one')
  await page.getByRole('button', { name: 'Set password' }).click()
  await expect(page.getByText(/Password set/).first()).toBeVisible()

  await page.goto('/')
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible()
  await fillSignIn(page, { name: login, email: `${login}@example.com`, password: 'a good new one' })
  await expect(access(page)).toBeVisible()
})

test('who has no password confirms with the provider, in a window of its own, and goes on in place', async ({
  page,
  browser,
  server,
}) => {
  // Two browsers, and two trips in windows of their own.
  test.slow()
  const login = newLogin()
  await page.goto('/sign-up')
  await continueWith(page, 'Google', { login })
  await expect(access(page)).toBeVisible()
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const phone = await second.newPage()
  await phone.goto('/sign-in')
  await continueWith(phone, 'Google', { login })
  await expect(access(phone)).toBeVisible()
  server.sql(
    `UPDATE sessions SET sudo_until = 0 WHERE user_id = (SELECT id FROM users WHERE email = '${login}@example.com')`,
  )
  await page.reload()

  const row = otherSessions(page).filter({ hasText: 'Firefox on Windows' })
  await row.getByRole('button', { name: /^End/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click()
  const proof = page.getByRole('dialog', { name: 'Confirm it’s you' })
  await expect(proof.getByRole('button', { name: 'Continue with Google' })).toBeVisible()
  await hasNoViolation(page)

  // With another account first: nothing is confirmed, and the window says so.
  const wrong = page.waitForEvent('popup')
  await proof.getByRole('button', { name: 'Continue with Google' }).click()
  await chooseAtProvider(await wrong, { login: newLogin() })
  await expect((await wrong).getByRole('heading', { name: 'Google didn’t confirm it’s you' })).toBeVisible()
  await hasNoViolation(await wrong)
  await (await wrong).close()
  await expect(row).toBeVisible()

  const right = page.waitForEvent('popup')
  await proof.getByRole('button', { name: 'Continue with Google' }).click()
  await chooseAtProvider(await right, { login })
  await expect(row).toHaveCount(0)
  await expect(page.getByText('The session “Firefox on Windows” has ended.').first()).toBeVisible()
  await expect.poll(() => page.context().pages().length).toBe(1)
  await second.close()
})
