import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './accessibility.ts'
import { expect, test } from './server.ts'
import { UserDriver } from './user-driver.ts'

/** Signs up over HTTP and opens the Account page from the user's menu. */
async function signUpOnAccountPage(page: Page): Promise<void> {
  const user = new UserDriver()
  await user.signUp(page.request)
  await page.goto('/')
  await userMenu(page, user.name).click()
  await page.getByRole('menuitem', { name: 'Account' }).click()
  await expect(page).toHaveURL(/\/account$/)
  await expect(page.getByRole('heading', { name: 'Account', level: 1 })).toBeFocused()
}

function userMenu(page: Page, name: string): Locator {
  return page.getByRole('button', { name: `${name}, your menu` })
}

/** The row of the sign-up in the timeline, with its time of day. */
function signUpRow(page: Page): Locator {
  return page.getByRole('listitem').filter({ hasText: 'Signed up with a password' })
}

test('a name is changed in place, and shows on the page, in the menu and after a reload', async ({ page }) => {
  await signUpOnAccountPage(page)
  const profile = page.getByRole('region', { name: 'Profile' })
  const change = page.getByRole('button', { name: 'Change your name' })
  await change.click()
  const name = page.getByRole('textbox', { name: 'Name' })
  await expect(name).toBeFocused()
  await expect(name).toHaveValue('Ada Lovelace')
  await name.fill(' ')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(name).toHaveAccessibleDescription('Enter a name.')
  await expect(name).toBeFocused()
  await expectAccessible(page)

  await name.fill('Grace Hopper')
  await name.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Your name was changed.' })).toBeVisible()
  await expect(change).toBeFocused()
  await expect(profile.getByText('Grace Hopper')).toBeVisible()
  await expect(userMenu(page, 'Grace Hopper')).toBeVisible()

  await page.reload()
  await expect(profile.getByText('Grace Hopper')).toBeVisible()
  await expect(userMenu(page, 'Grace Hopper')).toBeVisible()
  await page.goto('/timeline')
  await expect(page.getByText('Changed your name to “Grace Hopper”')).toBeVisible()
})

test('a change of the name that is cancelled keeps the name', async ({ page }) => {
  await signUpOnAccountPage(page)
  const change = page.getByRole('button', { name: 'Change your name' })
  await change.click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Grace Hopper')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(change).toBeFocused()
  await expect(page.getByRole('region', { name: 'Profile' }).getByText('Ada Lovelace')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('region', { name: 'Profile' }).getByText('Ada Lovelace')).toBeVisible()
})

test('another language changes the page at once, and stays after a reload and a sign-out', async ({ page }) => {
  await signUpOnAccountPage(page)
  await page.getByLabel('Language').focus()
  await page.getByLabel('Language').selectOption('Deutsch')
  const heading = page.getByRole('heading', { name: 'Konto', level: 1 })
  await expect(heading).toBeVisible()
  await expect(page).toHaveTitle('Konto · Latchkey')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect(page.getByLabel('Sprache')).toBeFocused()
  await page.setViewportSize({ width: 320, height: 640 })
  await expectAccessible(page)

  await page.reload()
  await expect(heading).toBeVisible()
  await expect(page.getByLabel('Sprache')).toHaveValue('de')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await page.getByRole('button', { name: /^Ada Lovelace/ }).click()
  await page.getByRole('menuitem', { name: 'Abmelden' }).click()
  await expect(page.getByRole('heading', { name: 'Anmelden', level: 1 })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Anmelden', level: 1 })).toBeVisible()
})

test('the time format is that of the browser’s language until the user chooses one', async ({ page }) => {
  await signUpOnAccountPage(page)
  await page.goto('/timeline')
  await expect(signUpRow(page).getByText(/^\d\d:\d\d$/)).toBeVisible()

  await page.goto('/account')
  const format = page.getByLabel('Time format')
  await expect(format.getByRole('option', { selected: true })).toHaveText('Default of the language (21:04)')
  await format.selectOption('h12')
  await page.getByRole('link', { name: 'Timeline' }).first().click()
  await expect(signUpRow(page).getByText(/^\d{1,2}:\d\d [ap]m$/)).toBeVisible()
  await page.reload()
  await expect(signUpRow(page).getByText(/^\d{1,2}:\d\d [ap]m$/)).toBeVisible()
})
