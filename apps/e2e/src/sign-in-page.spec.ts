import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './accessibility.ts'
import { accessHeading } from './access-page.ts'
import { startDeviceClient } from './device-client.ts'
import { expect, test } from './server.ts'
import { UserDriver } from './user-driver.ts'

function submit(page: Page): Locator {
  return page.locator('button[type="submit"]')
}

function passwordField(page: Page): Locator {
  return page.getByLabel('Password', { exact: true })
}

test.describe('what a sign-in is for', () => {
  for (const [what, path, words] of [
    ['a registered app', '/oauth/authorize?client_id=latchkey-cli&state=1e3', 'to continue to Latchkey CLI'],
    ['an app that is not registered', '/oauth/authorize?client_id=Your%20bank', 'to continue to an app'],
    ['a device', '/device?code=BBBB-BBBB', 'to connect a device'],
    ['an account to connect', '/security?connect=google', 'to connect Google'],
  ] as const) {
    test(`is said for ${what}, at sign-in and at sign-up`, async ({ page }) => {
      await page.goto(path)
      await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible()
      await expect(page.getByText(words, { exact: true })).toBeVisible()
      await page.getByRole('link', { name: 'Sign up' }).click()
      await expect(page.getByRole('heading', { name: 'Sign up', level: 1 })).toBeVisible()
      await expect(page.getByText(words, { exact: true })).toBeVisible()
      await expectAccessible(page)
    })
  }

  test('is the same for a user code that exists', async ({ page, server }) => {
    const device = await startDeviceClient(server.url)
    const calls: string[] = []
    page.on('request', (request) => calls.push(`${request.url()} ${request.postData() ?? ''}`))
    await page.goto(device.link)
    await expect(page.getByText('to connect a device', { exact: true })).toBeVisible()
    await expect(page.getByText('Latchkey CLI')).toHaveCount(0)
    expect(calls.filter((call) => call.includes('/trpc/') && call.includes(device.userCode))).toEqual([])
  })
})

test('a user becomes someone at the local provider with one click, and the method is marked at the next sign-in', async ({
  page,
}) => {
  await page.goto('/sign-in')
  await expect(page.getByText('Last used')).toHaveCount(0)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await page.getByRole('button', { name: 'Bob Weaver' }).click()
  await expect(accessHeading(page)).toBeVisible()

  await page.getByRole('button', { name: /, your menu$/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  const google = page.getByRole('button', { name: 'Continue with Google' })
  await expect(google).toHaveAccessibleDescription('Last used')
  await expect(page.getByText('Last used')).toHaveCount(1)
  await expectAccessible(page)
  expect(await page.evaluate(() => Object.values(localStorage))).toEqual(['oauth:google'])
})

/** Fails to sign in over HTTP until the server takes no more attempts for this address. */
async function useUpAttempts(page: Page, email: string): Promise<void> {
  let status = 401
  while (status === 401) {
    // The server decides how many there are, so each waits for the one before.
    const response = await page.request.post('/trpc/auth.signIn', { data: { email, password: 'not this one' } })
    status = response.status()
  }
  expect(status).toBe(429)
}

test('after too many tries the button counts down with the message, and then submits again', async ({ page }) => {
  const { email } = new UserDriver()
  await page.clock.install()
  await page.goto('/sign-in')
  await useUpAttempts(page, email)
  await page.locator('input[name="email"]').fill(email)
  await passwordField(page).fill('not this one')
  await submit(page).click()
  await expect(page.getByRole('alert')).toContainText('Too many attempts.')
  await expect(submit(page)).toBeDisabled()
  await expect(submit(page)).toContainText(/Try again in \d+:\d\d/)
  const [clock] = /\d+:\d\d/.exec((await submit(page).textContent()) ?? '') ?? []
  expect(await page.getByRole('alert').textContent()).toContain(`Try again in ${clock} minutes.`)
  await expectAccessible(page)

  const calls: string[] = []
  page.on('request', (request) => {
    // Options of passkeys are renewed meanwhile.
    if (!request.url().endsWith('/passkeys.signInOptions')) calls.push(request.url())
  })
  await passwordField(page).press('Enter')
  await page.clock.fastForward('15:00')
  await expect(submit(page)).toBeEnabled()
  await expect(submit(page)).toHaveText('Sign in')
  await expect(page.getByRole('alert')).toContainText('You can try again now.')
  expect(calls).toEqual([])
})

test('after too many tries for one address, another address is sent at once', async ({ page, request }) => {
  const [mistyped, user] = [new UserDriver(), new UserDriver()]
  await user.signUp(request)
  await page.goto('/sign-in')
  await useUpAttempts(page, mistyped.email)
  await page.locator('input[name="email"]').fill(mistyped.email)
  await passwordField(page).fill(user.password)
  await submit(page).click()
  await expect(page.getByRole('alert')).toContainText('Too many attempts.')
  await expect(submit(page)).toBeDisabled()
  await page.locator('input[name="email"]').fill(user.email)
  await expect(submit(page)).toBeEnabled()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await submit(page).click()
  await expect(accessHeading(page)).toBeVisible()
})

test('a refusal of too many tries does not hold for an address that was typed while it was on its way', async ({
  page,
  request,
}) => {
  const [mistyped, user] = [new UserDriver(), new UserDriver()]
  await user.signUp(request)
  await page.goto('/sign-in')
  await useUpAttempts(page, mistyped.email)
  const held = Promise.withResolvers<void>()
  await page.route('**/trpc/auth.signIn', async (route) => {
    await held.promise
    await route.continue()
  })
  await page.locator('input[name="email"]').fill(mistyped.email)
  await passwordField(page).fill(user.password)
  await submit(page).click()
  await page.locator('input[name="email"]').fill(user.email)
  const refused = page.waitForResponse('**/trpc/auth.signIn')
  held.resolve()
  expect((await refused).status()).toBe(429)
  await expect(submit(page)).toBeEnabled()
  await submit(page).click()
  await expect(accessHeading(page)).toBeVisible()
})

test('a new password is checked while it is typed, and nothing moves', async ({ page }) => {
  const lists: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('.bin')) lists.push(request.url())
  })
  await page.goto('/sign-up')
  const password = passwordField(page)
  await expect(password).toHaveAccessibleDescription(/^At least 8 characters/)
  const place = await submit(page).boundingBox()
  expect(lists).toEqual([])

  await password.fill('Password1')
  await expect(password).toHaveAccessibleDescription(/This password is too easy to guess/)
  expect(lists).toHaveLength(1)
  expect(await submit(page).boundingBox()).toEqual(place)
  await expectAccessible(page)

  await password.fill('correct horse')
  await expect(password).toHaveAccessibleDescription(/^Done: At least 8 characters/)
  expect(await submit(page).boundingBox()).toEqual(place)
  await expectAccessible(page)

  await page.getByLabel('Name').fill('Correct Horse')
  await expect(password).toHaveAccessibleDescription(/This password is too easy to guess/)
  expect(lists).toHaveLength(1)
})

test('the page says whom to ask about a forgotten password', async ({ page }) => {
  await page.goto('/sign-in')
  await expect(page.getByText('Forgot your password? Ask the operator of this service.')).toBeVisible()
})

test('nothing moves when a field of the sign-in form is left empty', async ({ page }) => {
  await page.goto('/sign-in')
  const email = page.getByRole('textbox', { name: 'Email' })
  await expect(email).toBeFocused()
  const place = await submit(page).boundingBox()
  await page.keyboard.press('Tab')
  await expect(passwordField(page)).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('checkbox')).toBeFocused()
  expect(await submit(page).boundingBox()).toEqual(place)
  await expect(page.locator('[aria-invalid="true"]')).toHaveCount(0)
})
