import type { Browser, Page } from '@playwright/test'
import type { Server } from '../src/server.ts'
import { UserDriver } from '../src/user-driver.ts'

/** What a state starts from: a page in a browser without cookies, and a server. */
export interface Stage {
  readonly page: Page
  readonly browser: Browser
  readonly server: Server
}

export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** Fills in and sends the sign-in form that is on the page, in any language. */
export async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.locator('input[type="email"]').fill(email)
  await page.locator('input[type="password"]').fill(password)
  await page.keyboard.press('Enter')
}

/** Signs a new user up in the browser of a page. */
export async function signedIn(page: Page): Promise<UserDriver> {
  const user = new UserDriver()
  await user.signUp(page.request)
  return user
}
