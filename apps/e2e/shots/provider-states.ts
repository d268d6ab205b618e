import { open, signedIn, type Stage } from './stage.ts'

/** States with more providers than a page shows at first. */
export const providerStates: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'providers-sign-in': ({ page }) => open(page, '/sign-in'),
  'providers-sign-in-all': async ({ page }) => {
    await open(page, '/sign-in')
    await page.getByRole('button', { name: /more ways|weitere Möglichkeiten/ }).click()
  },
  'providers-no-address': async ({ page }) => {
    await open(page, '/sign-in')
    await page.getByRole('button', { name: /more ways|weitere Möglichkeiten/ }).click()
    await page.getByRole('button', { name: /(?:with|mit) X$/ }).click()
    await page.locator('button.person').first().click()
    await page.getByRole('heading', { level: 1 }).waitFor()
  },
  'providers-methods': async ({ page }) => {
    await signedIn(page)
    await open(page, '/sign-in-methods')
  },
}
