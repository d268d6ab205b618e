import type { Locator, Page } from '@playwright/test'
import { expect } from './server.ts'

export function accessHeading(page: Page): Locator {
  return page.getByRole('heading', { name: 'Access', level: 1 })
}

/** The session that shows the page, on the Access page. */
export function thisSession(page: Page): Locator {
  return page.getByRole('region', { name: 'This session' }).getByRole('listitem')
}

/** The live sessions of the user on the page, apps too, without the calling session. */
export function otherSessions(page: Page): Locator {
  return page.getByRole('region', { name: /^(Other sessions|Apps)/ }).getByRole('listitem')
}

/** Opens the list of recently ended sessions, and returns its rows. */
export async function openEndedSessions(page: Page): Promise<Locator> {
  const section = page.getByRole('region', { name: 'Recently ended' })
  const fold = section.getByRole('button', { name: 'Recently ended' })
  await fold.click()
  await expect(fold).toHaveAttribute('aria-expanded', 'true')
  return section.getByRole('listitem')
}

/** Opens the dialog that signs out everywhere. */
export async function openSignOutEverywhere(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'More ways to sign out' }).click()
  await page.getByRole('menuitem', { name: 'Sign out everywhere' }).click()
  return page.getByRole('dialog', { name: 'Sign out everywhere?' })
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
