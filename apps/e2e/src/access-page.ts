import type { Locator, Page } from '@playwright/test'
import { expect } from './server.ts'

export function accessHeading(page: Page): Locator {
  return page.getByRole('heading', { name: 'Access', level: 1 })
}

/** The session that shows the page, on the Access page. */
export function thisSession(page: Page): Locator {
  return page.getByRole('region', { name: 'This session' }).getByRole('listitem')
}

/** The live sessions of the user on the page, without the calling session. */
export function otherSessions(page: Page): Locator {
  return page.getByRole('region', { name: /^Other sessions/ }).getByRole('listitem')
}

/** Ends one session from the list, and waits until the page confirms it. */
export async function endSession(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `End ${name}`, exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click()
  await expect(page.getByText(`${name} is signed out.`).first()).toBeVisible()
}

/** Signs out with the button of the calling session, and waits for the sign-in page. */
export async function signOut(page: Page): Promise<void> {
  await thisSession(page).getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible()
}

/** Expects the page that a browser shows once its session has ended, with the reason. */
export async function expectEndedPage(page: Page, reason: RegExp): Promise<void> {
  await expect(page).toHaveURL(/\/ended/)
  await expect(page.getByRole('alert')).toContainText(reason)
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
}
