import {
  accessHeading,
  endSession,
  expectEndedPage,
  openEndedSessions,
  otherSessions,
  thisSession,
} from './access-page.ts'
import { expectAccessible } from './accessibility.ts'
import { anotherBrowser, firefoxOnWindows } from './another-browser.ts'
import { expect, test } from './server.ts'
import { UserDriver } from './user-driver.ts'

test('a user signs up, signs in on a second browser, sees both, ends one, and that browser is signed out', async ({
  page,
  browser,
  server,
}) => {
  const user = new UserDriver()
  await user.signUpByForm(page)
  await expect(thisSession(page)).toHaveCount(1)

  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const phone = await second.newPage()
  await user.signInByForm(phone)

  const row = otherSessions(page).filter({ hasText: 'Firefox on Windows' })
  await expect(row).toBeVisible()
  await endSession(page, 'Firefox on Windows')
  await expect(row).toHaveCount(0)
  const ended = await openEndedSessions(page)
  await expect(ended.filter({ hasText: 'Firefox on Windows' })).toContainText('Ended by you from this session')

  await expectEndedPage(phone, /It was ended from/)
  await phone.getByRole('link', { name: 'Sign in' }).click()
  await user.fillSignIn(phone)
  await expect(accessHeading(phone)).toBeVisible()
  await second.close()
})

test('after a sign-out the browser goes back to no private page and stores no email address', async ({ page }) => {
  await new UserDriver().signUpByForm(page)
  await thisSession(page).getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Access' })).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  const stored = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  )
  expect(stored).not.toContain('@example.com')
})

test('a sign-out without a network removes what is private, and ends the session once the server answers', async ({
  page,
  context,
}) => {
  const user = new UserDriver()
  // The page that says so is loaded ahead, while there is a network.
  const loadedAhead = page.waitForResponse(/\/assets\/ended-[^/]*\.js$/)
  await user.signUpByForm(page)
  await (await loadedAhead).finished()
  await context.setOffline(true)
  await thisSession(page).getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'You’re not signed out yet' })).toBeFocused()
  await expectAccessible(page)
  expect(await page.content()).not.toMatch(/Ada Lovelace|@example\.com|This session/)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'You’re not signed out yet' })).toBeVisible()

  await context.setOffline(false)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('a sign-out keeps the colour scheme and deletes everything else that is stored', async ({ page }) => {
  await new UserDriver().signUp(page.request)
  await page.goto('/')
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await page.evaluate(() => localStorage.setItem('left behind', 'here'))
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  expect(await page.evaluate(() => localStorage.getItem('left behind'))).toBeNull()
})

test('changing the password ends the other sessions and says how many', async ({ page, browser, server }) => {
  const user = new UserDriver()
  await user.signUp(page.request)
  const second = await anotherBrowser(browser, server.url)
  await user.signIn(second.request)

  await page.goto('/password')
  await page.getByLabel('Current password', { exact: true }).fill('not this one')
  await page.getByLabel('New password', { exact: true }).fill('another good one')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('This isn’t your current password.')).toBeVisible()
  await expect(page.getByLabel('Current password', { exact: true })).toBeFocused()

  await page.getByLabel('Current password', { exact: true }).fill(user.password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Password changed. 1 other session is signed out.').first()).toBeVisible()
  await expect(page.getByLabel('Current password', { exact: true })).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Back to Security' })).toBeFocused()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Change password' })).toBeVisible()
  await second.close()
})

test('ending another session without a recent step-up asks for the password, in place', async ({
  page,
  browser,
  server,
}) => {
  const user = new UserDriver()
  await user.signUp(page.request)
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  await user.signIn(second.request)
  await server.expireStepUp(user.email)

  await page.goto('/')
  const row = otherSessions(page).filter({ hasText: 'Firefox on Windows' })
  await row.getByRole('button', { name: /^End/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click()
  const stepUp = page.getByRole('dialog', { name: 'Confirm it’s you' })
  await stepUp.getByLabel('Password', { exact: true }).fill('wrong')
  await stepUp.getByRole('button', { name: 'Confirm' }).click()
  await expect(stepUp.getByText('Wrong password.')).toBeVisible()
  await stepUp.getByLabel('Password', { exact: true }).fill(user.password)
  await stepUp.getByRole('button', { name: 'Confirm' }).click()
  await expect(row).toHaveCount(0)
  await expect(page.getByText('Firefox on Windows is signed out.').first()).toBeVisible()
  await second.close()
})
