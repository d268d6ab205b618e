import {
  anotherBrowser,
  endFrom,
  fillSignIn,
  firefoxOnWindows,
  isOnEndedPage,
  newPerson,
  otherSessions,
  signIn,
  signUp,
} from './person.ts'
import { expect, test } from './server.ts'

test('sign up, sign in on a second browser, see both, end one, and that browser is signed out', async ({
  page,
  browser,
  server,
}) => {
  const person = newPerson()
  await signUp(page, person)
  await expect(page.getByRole('listitem').filter({ hasText: 'This device' })).toHaveCount(1)

  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const phone = await second.newPage()
  await signIn(phone, person)

  const row = otherSessions(page).filter({ hasText: 'Firefox on Windows' })
  await expect(row).toBeVisible()
  await endFrom(page, 'Firefox on Windows')
  await expect(row).toHaveCount(0)
  const ended = page.getByRole('region', { name: 'Recently ended' }).getByRole('listitem')
  await expect(ended.filter({ hasText: 'Firefox on Windows' })).toContainText('Ended from this device')

  await isOnEndedPage(phone, /Ended from/)
  await phone.getByRole('link', { name: 'Sign in' }).click()
  await fillSignIn(phone, person)
  await expect(phone.getByRole('heading', { name: 'Access', level: 1 })).toBeVisible()
  await second.close()
})

test('signing out leaves nothing to come back to', async ({ page }) => {
  await signUp(page, newPerson())
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Access' })).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  const stored = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  )
  expect(stored).not.toContain('@example.com')
})

test('how the app looks outlasts a sign-out, though everything else that is stored does not', async ({ page }) => {
  await signUp(page, newPerson())
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
  const person = newPerson()
  await signUp(page, person)
  const second = await anotherBrowser(browser, server.url)
  await signIn(await second.newPage(), person)

  await page.goto('/password')
  await page.getByLabel('Current password', { exact: true }).fill('not this one')
  await page.getByLabel('New password', { exact: true }).fill('another good one')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('This is not your current password.')).toBeVisible()
  await expect(page.getByLabel('Current password', { exact: true })).toBeFocused()

  await page.getByLabel('Current password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Password changed. 1 other session ended.').first()).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Change password' })).toBeVisible()
  await second.close()
})

test('ending another session later than ten minutes asks for the password, in place', async ({
  page,
  browser,
  server,
}) => {
  const person = newPerson()
  await signUp(page, person)
  const second = await anotherBrowser(browser, server.url, firefoxOnWindows)
  await signIn(await second.newPage(), person)
  server.sql(
    `UPDATE sessions SET sudo_until = 0 WHERE user_id = (SELECT id FROM users WHERE email = '${person.email}')`,
  )

  await page.reload()
  const row = otherSessions(page).filter({ hasText: 'Firefox on Windows' })
  await row.getByRole('button', { name: /^End/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click()
  const proof = page.getByRole('dialog', { name: 'Confirm it’s you' })
  await proof.getByLabel('Password', { exact: true }).fill('wrong')
  await proof.getByRole('button', { name: 'Confirm' }).click()
  await expect(proof.getByText(/not your (current )?password|Wrong/)).toBeVisible()
  await proof.getByLabel('Password', { exact: true }).fill(person.password)
  await proof.getByRole('button', { name: 'Confirm' }).click()
  await expect(row).toHaveCount(0)
  await expect(page.getByText('The session “Firefox on Windows” has ended.').first()).toBeVisible()
  await second.close()
})
