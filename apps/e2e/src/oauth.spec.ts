import type { Page } from '@playwright/test'
import { accessHeading, otherSessions, signOut, thisSession } from './access-page.ts'
import { expectNoViolations } from './accessibility.ts'
import { anotherBrowser, firefoxOnWindows } from './another-browser.ts'
import { chooseAtProvider, continueWith, newLogin } from './provider-page.ts'
import { expect, test } from './server.ts'
import { UserDriver } from './user-driver.ts'

async function openSecurity(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Security' }).first().click()
  await expect(page.getByRole('heading', { name: 'Security', level: 1 })).toBeVisible()
}

test('a user signs up with Google, signs out, signs in with it again, connects GitHub and disconnects it', async ({
  page,
}) => {
  const login = newLogin()
  await page.goto('/sign-up')
  await continueWith(page, 'Google', { login })
  await expect(accessHeading(page)).toBeVisible()
  expect(new URL(page.url()).search).toBe('')
  await expect(thisSession(page)).toContainText('Google')

  await signOut(page)
  await continueWith(page, 'Google', { login })
  await expect(accessHeading(page)).toBeVisible()

  await openSecurity(page)
  await expect(page.getByText(`${login}@example.com`)).toBeVisible()
  await page.getByRole('button', { name: 'Connect GitHub' }).click()
  await chooseAtProvider(page, { login })
  await expect(page.getByText('GitHub is connected.').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Disconnect GitHub' })).toBeVisible()
  await expectNoViolations(page)

  await page.getByRole('button', { name: 'Disconnect GitHub' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect GitHub' }).click()
  await expect(page.getByText('GitHub is disconnected.').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Connect GitHub' })).toBeVisible()

  await page.getByRole('button', { name: 'Disconnect Google' }).click()
  await expect(page.getByText('This is your only way to sign in.')).toBeVisible()
})

test('a user with this email address signs in with the password first, then the account is connected', async ({
  page,
  request,
}) => {
  const login = newLogin()
  const user = new UserDriver({ email: `${login}@example.com` })
  await user.signUp(request)

  await page.goto('/sign-in')
  await continueWith(page, 'Google', { login })
  await expect(page.getByText(/An account with this email already exists/)).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('link', { name: 'Sign in' }).first().click()
  await user.fillSignIn(page)
  await chooseAtProvider(page, { login })
  await expect(page.getByText('Google is connected.').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Disconnect Google' })).toBeVisible()
})

test('a sign-in with a provider leads to the page that asked for it', async ({ page }) => {
  await page.goto('/timeline')
  await expect(page).toHaveURL(/\/sign-in\?returnTo=/)
  await continueWith(page, 'Example ID', { login: newLogin() })
  await expect(page).toHaveURL(/\/timeline$/)
})

test('a callback leaves no code and no state in the address', async ({ page }) => {
  await page.goto('/sign-in')
  await continueWith(page, 'Google', { login: newLogin(), fault: 'token-error' })
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  expect(new URL(page.url()).search).toBe('')
  await page.reload()
  expect(page.url()).not.toMatch(/code=|state=/)
})

for (const [fault, words] of [
  ['deny', /You cancelled at Google\./],
  ['temporarily-unavailable', /Latchkey can’t reach Google right now/],
  ['other-key', /The answer from Google couldn’t be verified/],
  ['unverified-email', /Your email isn’t verified at Google/],
] as const) {
  test(`a provider’s “${fault}” is explained, with a link to sign in`, async ({ page }) => {
    await page.goto('/sign-in')
    await continueWith(page, 'Google', { login: newLogin(), fault })
    await expect(page.getByText(words).first()).toBeVisible()
    await expect(page.getByRole('link', { name: /Sign in another way|Sign in/ }).first()).toBeVisible()
    await expectNoViolations(page)
  })
}

test('a user without a password sets one', async ({ page }) => {
  const login = newLogin()
  await page.goto('/sign-in')
  await continueWith(page, 'GitHub', { login })
  await expect(accessHeading(page)).toBeVisible()
  await openSecurity(page)
  await page.getByLabel('New password', { exact: true }).fill('a good new one')
  await page.getByRole('button', { name: 'Set password' }).click()
  await expect(page.getByText('Password set. You can now sign in with it.').first()).toBeVisible()

  await page.goto('/')
  await signOut(page)
  await new UserDriver({ email: `${login}@example.com`, password: 'a good new one' }).fillSignIn(page)
  await expect(accessHeading(page)).toBeVisible()
})

test('a user without a password steps up with the provider, in a window of its own, and continues in place', async ({
  page,
  browser,
  server,
}) => {
  // Two browsers, and two authorization requests in windows of their own.
  test.slow()
  const login = newLogin()
  await page.goto('/sign-up')
  await continueWith(page, 'Google', { login })
  await expect(accessHeading(page)).toBeVisible()
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const phone = await second.newPage()
  await phone.goto('/sign-in')
  await continueWith(phone, 'Google', { login })
  await expect(accessHeading(phone)).toBeVisible()
  await server.expireStepUp(`${login}@example.com`)
  await page.reload()

  const row = otherSessions(page).filter({ hasText: 'Firefox on Windows' })
  await row.getByRole('button', { name: /^End/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click()
  const stepUp = page.getByRole('dialog', { name: 'Confirm it’s you' })
  await expect(stepUp.getByRole('button', { name: 'Continue with Google' })).toBeVisible()
  await expectNoViolations(page)

  // Another account confirms nothing, and the window says so.
  const wrongWindow = page.waitForEvent('popup')
  await stepUp.getByRole('button', { name: 'Continue with Google' }).click()
  await chooseAtProvider(await wrongWindow, { login: newLogin() })
  await expect((await wrongWindow).getByRole('heading', { name: 'Google didn’t confirm it’s you' })).toBeVisible()
  await expectNoViolations(await wrongWindow)
  await (await wrongWindow).close()
  await expect(row).toBeVisible()

  const rightWindow = page.waitForEvent('popup')
  await stepUp.getByRole('button', { name: 'Continue with Google' }).click()
  await chooseAtProvider(await rightWindow, { login })
  await expect(row).toHaveCount(0)
  await expect(page.getByText('Firefox on Windows is signed out.').first()).toBeVisible()
  await expect.poll(() => page.context().pages().length).toBe(1)
  await second.close()
})
