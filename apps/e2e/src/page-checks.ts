import { expect, type Page } from '@playwright/test'
import type { UserDriver } from './user-driver.ts'

/** Returns everything that a page has stored in the browser and that its scripts can read. */
async function storedByPage(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const stored: unknown[] = [Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]
    for (const { name } of await indexedDB.databases()) stored.push(['IndexedDB', name])
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      stored.push([name, (await cache.keys()).map(({ url }) => url)])
    }
    const workers = await navigator.serviceWorker.getRegistrations()
    return JSON.stringify([...stored, workers.map(({ scope }) => scope)])
  })
}

/** Checks that the browser of a signed-in user stores neither their session token, nor a password, nor their address. */
export async function expectNoStoredSecret(page: Page, user: UserDriver): Promise<void> {
  const cookies = await page.context().cookies()
  expect(cookies.map(({ httpOnly }) => httpOnly)).toEqual(cookies.map(() => true))
  expect(cookies.length).toBeGreaterThan(0)
  const stored = await storedByPage(page)
  for (const secret of [...cookies.map(({ value }) => value), user.password, user.email]) {
    expect(stored).not.toContain(secret)
  }
  expect(stored).not.toMatch(/IndexedDB|https?:|eyJ[A-Za-z0-9_-]{10}/)
}

/** Checks that a page has a control that signs out: in its menu, or where the user decides for an account. */
export async function expectSignOutControl(page: Page): Promise<void> {
  const alone = page.getByRole('button', { name: 'Use another account' })
  const menu = page.getByRole('button', { name: /, your menu$/ })
  await expect(alone.or(menu)).toBeVisible()
  if (await alone.isVisible()) return
  await menu.click()
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible()
  await page.keyboard.press('Escape')
}

/** Checks that each password field hides what is typed, tells password managers what it is, and takes a pasted value. */
export async function expectPasswordFields(page: Page): Promise<void> {
  const fields = await page.locator('input').evaluateAll((inputs) =>
    inputs.map((input) => {
      const { type, autocomplete, maxLength } = input as HTMLInputElement
      const paste = new ClipboardEvent('paste', { bubbles: true, cancelable: true })
      return { type, autocomplete, maxLength, takesPaste: input.dispatchEvent(paste) }
    }),
  )
  const passwords = fields.filter(({ type, autocomplete }) => type === 'password' || /password/.test(autocomplete))
  for (const field of passwords) {
    expect(field).toEqual({
      type: 'password',
      autocomplete: expect.stringMatching(/^(current|new)-password$/),
      maxLength: -1,
      takesPaste: true,
    })
  }
}
