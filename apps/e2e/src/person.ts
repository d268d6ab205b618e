import type { Browser, BrowserContext, Locator, Page } from '@playwright/test'
import { expect } from './server.ts'

let people = 0

/** Somebody whose address nobody has used yet. */
export function newPerson(): { name: string; email: string; password: string } {
  people += 1
  const id = `${process.pid}-${people}`
  return { name: 'Ada Lovelace', email: `ada-${id}@example.com`, password: `correct horse ${id}` }
}

export type Person = ReturnType<typeof newPerson>

export async function signUp(page: Page, person: Person): Promise<void> {
  await page.goto('/sign-up')
  await page.getByLabel('Name').fill(person.name)
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByRole('heading', { name: 'Access', level: 1 })).toBeVisible()
}

export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto('/sign-in')
  await fillSignIn(page, person)
  await expect(page.getByRole('heading', { name: 'Access', level: 1 })).toBeVisible()
}

export async function fillSignIn(page: Page, person: Person): Promise<void> {
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Another browser of the same person: its own cookies, its own name. */
export async function anotherBrowser(browser: Browser, baseURL: string, userAgent?: string): Promise<BrowserContext> {
  return browser.newContext({
    baseURL,
    locale: 'en-GB',
    timezoneId: 'UTC',
    ...(userAgent === undefined ? {} : { userAgent }),
  })
}

/** The list of sessions that are live and not this one. */
export function otherSessions(page: Page): Locator {
  return page.getByRole('region', { name: /^Other sessions/ }).getByRole('listitem')
}

/** Ends one session from the list, and is through when the page says so. */
export async function endFrom(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `End ${name}`, exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click()
  await expect(page.getByText(`The session “${name}” has ended.`).first()).toBeVisible()
}

/** The page that a browser is on once its session is over. */
export async function isOnEndedPage(page: Page, words: RegExp): Promise<void> {
  await expect(page).toHaveURL(/\/ended/)
  await expect(page.getByRole('alert')).toContainText(words)
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
}

export const firefoxOnWindows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
