import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './accessibility.ts'
import { scanAndConfirm, turnOnTwoStep } from './authenticator.ts'
import { inEachVariant } from './each-variant.ts'
import { chooseAtProvider, continueWith, newLogin } from './provider-page.ts'
import { expect, test } from './server.ts'
import { UserDriver } from './user-driver.ts'

test.use({ secondFactor: 'required' })

function heading(page: Page, name: string): Locator {
  return page.getByRole('heading', { name, level: 1 })
}

function codeField(page: Page): Locator {
  return page.getByLabel('Code', { exact: true })
}

test('a user without one sets up an app, and can do nothing else but sign out', async ({ page, server }) => {
  const user = new UserDriver()
  await page.goto('/sign-up?returnTo=%2Ftimeline')
  await user.fillSignUp(page)
  await expect(heading(page, 'Set up two-step verification')).toBeVisible()
  await inEachVariant(page, expectAccessible)
  for (const path of ['/', '/account', '/security', '/password']) {
    await page.goto(path)
    await expect(heading(page, 'Set up two-step verification')).toBeVisible()
    await expect(page.getByRole('navigation')).toHaveCount(0)
  }
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(heading(page, 'Sign in')).toBeVisible()
  await user.fillSignIn(page)
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  await expect(codeField(page)).toBeFocused()
  await inEachVariant(page, expectAccessible)
  await scanAndConfirm(page, server)
  await expect(heading(page, 'Save your recovery codes')).toBeFocused()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'I’ve saved them' }).click()
  await expect(page).toHaveURL(/\/password$/)
  await expect(heading(page, 'Change password')).toBeVisible()
})

test('a session that has not shown it types a code', async ({ page, server }) => {
  const user = new UserDriver()
  await user.signUp(page.request)
  const { authenticator } = await turnOnTwoStep(page, server, user)
  await server.sql('UPDATE sessions SET second_factor = NULL')
  await page.goto('/timeline')
  await expect(heading(page, 'Enter your code')).toBeVisible()
  await expectAccessible(page)
  await codeField(page).fill(await authenticator.code())
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/timeline$/)
  await expect(heading(page, 'Timeline')).toBeVisible()
})

test('a user who signed up with a provider steps up with it, in a window of its own, and sets up an app', async ({
  page,
  server,
}) => {
  const login = newLogin()
  await page.goto('/sign-up')
  await continueWith(page, 'Google', { login })
  await expect(heading(page, 'Set up two-step verification')).toBeVisible()
  await server.expireStepUp(`${login}@example.com`)
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  const popup = page.waitForEvent('popup')
  await page.getByRole('dialog').getByRole('button', { name: 'Continue with Google' }).click()
  await chooseAtProvider(await popup, { login })
  await scanAndConfirm(page, server)
  await expect(heading(page, 'Save your recovery codes')).toBeFocused()
})
