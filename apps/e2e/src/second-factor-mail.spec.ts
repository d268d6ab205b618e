import type { Locator, Page } from '@playwright/test'
import { accessHeading, thisSession } from './access-page.ts'
import { turnOnTwoStep } from './authenticator.ts'
import { subjects, test } from './mailbox.ts'
import { expect } from './server.ts'
import { UserDriver } from './user-driver.ts'

test.use({ mail: 'asked' })

function secondStep(page: Page): Locator {
  return page.getByRole('heading', { name: 'Enter your code', level: 1 })
}

test('a sign-in with a mailed code, or with the link of the mail, asks for the code of the app too', async ({
  page,
  server,
  mailbox,
}) => {
  const user = new UserDriver()
  await mailbox.signUp(page.request, user)
  const { authenticator } = await turnOnTwoStep(page, server, user)

  await page.context().clearCookies()
  await page.goto('/timeline')
  await page.getByLabel('Email').fill(user.email)
  await page.getByRole('button', { name: 'Email me a code instead' }).click()
  await expect(page.getByRole('heading', { name: 'Check your mail', level: 1 })).toBeVisible()
  await page.getByLabel('Code').fill((await mailbox.mailTo(user.email, subjects.signIn)).code)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(secondStep(page)).toBeVisible()
  await page.getByLabel('Code').fill(await authenticator.code())
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/timeline$/)

  await page.context().clearCookies()
  await server.sql('DELETE FROM rate_limits')
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(user.email)
  await page.getByRole('button', { name: 'Email me a code instead' }).click()
  await page.goto((await mailbox.mailTo(user.email, subjects.signIn)).link)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(secondStep(page)).toBeVisible()
  await page.getByLabel('Code').fill(await authenticator.code())
  await page.keyboard.press('Enter')
  await expect(accessHeading(page)).toBeVisible()
  await expect(thisSession(page)).toContainText('Mailed code and authenticator code')
})
