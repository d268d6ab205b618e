import type { Page } from '@playwright/test'
import { expect } from './server.ts'

let logins = 0

/** A login that is new to every provider. */
export function newLogin(): string {
  logins += 1
  return `login-${process.pid}-${logins}`
}

export interface ProviderChoice {
  readonly login: string
  /** What the local provider does wrong. */
  readonly fault?: string
}

/** Signs in on the page of the local provider. */
export async function chooseAtProvider(page: Page, { login, fault = 'normal' }: ProviderChoice): Promise<void> {
  await expect(page.getByRole('heading', { name: /\(local\)/ })).toBeVisible()
  await page.getByLabel('Or someone new').fill(login)
  if (fault !== 'normal') await page.getByText('Try a failure').click()
  await page.locator(`input[value="${fault}"]`).check()
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
}

/** Goes on with a provider from the sign-in or the sign-up page. */
export async function continueWith(page: Page, provider: string, choice: ProviderChoice): Promise<void> {
  await page.getByRole('button', { name: `Continue with ${provider}` }).click()
  await chooseAtProvider(page, choice)
}
