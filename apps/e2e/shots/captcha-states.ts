import type { Locator, Page } from '@playwright/test'
import type { Stage } from './stage.ts'

/** Each state of a form with a CAPTCHA, by the name of its folder: brings the page there. */
export const captchaStates: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'captcha-sign-up': ({ page }) => open(page, '/sign-up'),
  'captcha-sign-up-refused': async ({ page }) => {
    await open(page, '/sign-up')
    await page.locator('button[type="submit"]').click()
    await page.locator('fieldset').getByRole('alert').waitFor()
  },
  'captcha-sign-up-blocked': async ({ page, server }) => {
    await page.route(`${server.captchaScriptUrl}*`, (route) => route.abort())
    await page.goto('/sign-up')
    await page.locator('fieldset').getByRole('alert').waitFor()
  },
  'captcha-forgot': ({ page }) => open(page, '/forgot-password'),
  'captcha-sign-in': async ({ page }) => {
    await page.goto('/sign-in')
    await page.locator('input[type="email"]').fill('ada@example.com')
    await page.locator('form button[type="button"]:not([aria-label])').click()
    await widget(page).waitFor()
  },
}

/** Opens a page, and waits until the CAPTCHA is there. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await widget(page).waitFor()
}

function widget(page: Page): Locator {
  return page.locator('iframe').contentFrame().getByRole('button')
}
