import { expect, type Page, test } from '@playwright/test'

const variants = [
  { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { colorScheme: 'light', viewport: { width: 320, height: 640 } },
  { colorScheme: 'dark', viewport: { width: 320, height: 640 } },
  { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
] as const

/** Checks a page as it is now in both colour schemes, on a wide and on a narrow screen. */
export async function inEachVariant(page: Page, check: (page: Page) => Promise<void>): Promise<void> {
  for (const { colorScheme, viewport } of variants) {
    await test.step(`${colorScheme}, ${viewport.width} px`, async () => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(viewport)
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
      await check(page)
    })
  }
}
