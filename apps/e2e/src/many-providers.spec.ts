import type { Page } from '@playwright/test'
import { accessHeading, signOut } from './access-page.ts'
import { expectAccessible, expectNoViolations } from './accessibility.ts'
import { expect, test } from './server.ts'

test.use({ providers: 'many' })

function providerButtons(page: Page) {
  return page.getByRole('button', { name: /^Continue with / })
}

test('of many providers four are shown, and the others when a user asks for them', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto('/sign-in')
  await expect(providerButtons(page)).toHaveCount(4)
  await expectAccessible(page)
  await page.getByRole('button', { name: '4 more ways to sign in' }).press('Enter')
  await expect(providerButtons(page)).toHaveCount(8)
  await expect(providerButtons(page).nth(4)).toBeFocused()
  await expect(page.getByRole('button', { name: /more ways/ })).toHaveCount(0)
  await expectNoViolations(page)
})

test('a user signs up with Apple, which posts its callback, and signs in with it again', async ({ page }) => {
  await page.goto('/sign-in')
  const login = `apple-${process.pid}-${Date.now()}`
  for (const _ of ['up', 'in']) {
    await page.getByRole('button', { name: 'Continue with Apple' }).click()
    await page.getByLabel('Or someone new').fill(login)
    await page.getByRole('button', { name: 'Continue', exact: true }).click()
    await expect(accessHeading(page)).toBeVisible()
    expect(page.url()).not.toMatch(/code=|state=|#/)
    await signOut(page)
  }
  await expect(page.getByRole('button', { name: 'Continue with Apple' })).toHaveAccessibleDescription('Last used')
})

test('X, which gives no address, leads a new user to sign up first', async ({ page }) => {
  const login = `x-${process.pid}-${Date.now()}`
  await page.goto('/sign-in')
  await page.getByRole('button', { name: /more ways/ }).click()
  await page.getByRole('button', { name: 'Continue with X' }).click()
  await page.getByLabel('Or someone new').fill(login)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await expect(page.getByText('No email came from X.').first()).toBeVisible()
  await expect(page.getByRole('link', { name: 'Sign up' })).toBeVisible()
})
