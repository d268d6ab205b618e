import { copyFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from '../src/server.ts'
import { imagesFolder, locales, schemes, shotPath, shotsFolder, widths } from './folder.ts'
import { states } from './states.ts'

for (const [state, prepare] of Object.entries(states)) {
  for (const locale of locales) {
    for (const scheme of schemes) {
      test(`${state} ${locale} ${scheme}`, async ({ browser, server }) => {
        const context = await browser.newContext({
          baseURL: server.url,
          locale,
          timezoneId: 'Europe/Berlin',
          colorScheme: scheme,
          reducedMotion: 'reduce',
          viewport: { width: 1280, height: 860 },
        })
        const page = await context.newPage()
        await prepare({ page, browser, server })
        await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' })
        await page.waitForLoadState('networkidle')
        for (const width of widths) {
          await page.setViewportSize({ width, height: width === 360 ? 740 : 860 })
          const path = join(shotsFolder, shotPath(state, { locale, scheme, width }))
          mkdirSync(dirname(path), { recursive: true })
          await page.screenshot({ path, fullPage: true, animations: 'disabled' })
        }
        if (state === 'access-several' && locale === 'en-US') {
          const wide = join(shotsFolder, shotPath(state, { locale, scheme, width: 1280 }))
          copyFileSync(wide, join(imagesFolder, `access-${scheme}.png`))
        }
        await context.close()
      })
    }
  }
}
