import type { Locator, Page } from '@playwright/test'
import { otherSessions } from './access-page.ts'

export function consentHeading(page: Page): Locator {
  return page.getByRole('heading', { name: 'Latchkey CLI wants to sign in as you', level: 1 })
}

export function approveButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Approve' })
}

/** Clicks as a hand does. The clickjacking guard ignores a pointer that rests where the button appears. */
export async function press(button: Locator): Promise<void> {
  await button.page().mouse.move(0, 0)
  await button.click()
}

/** The session of the client, on the Access page. */
export function clientRow(page: Page): Locator {
  return otherSessions(page).filter({ hasText: 'Latchkey CLI' })
}
