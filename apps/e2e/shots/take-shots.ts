import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import type { Server } from '../src/server.ts'
import { locales, schemes, shotPath, shotsFolder, type Variant, widths } from './folder.ts'

/** One page or state in one language and theme. */
export interface Shot extends Omit<Variant, 'width'> {
  readonly state: string
}

/** Returns each state in each language and theme. */
export function shotsOf(states: Readonly<Record<string, unknown>>): readonly Shot[] {
  return Object.keys(states).flatMap((state) =>
    locales.flatMap((locale) => schemes.map((scheme) => ({ state, locale, scheme }))),
  )
}

/** What a picture is taken with. */
export interface ShotOptions {
  readonly browser: Browser
  readonly server: Server
  /** Of the window, in pixels; where it is left out, that of a laptop or a phone. */
  readonly height?: number
}

/** Opens a browser, has the page brought to the state, and takes a picture of it in each width. */
export async function takeShots(
  { state, locale, scheme }: Shot,
  { browser, server, height }: ShotOptions,
  prepare: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({
    baseURL: server.url,
    locale,
    timezoneId: 'Europe/Berlin',
    colorScheme: scheme,
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 860 },
  })
  const page = await context.newPage()
  await prepare(page)
  await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' })
  await page.waitForLoadState('networkidle')
  for (const width of widths) {
    await page.setViewportSize({ width, height: height ?? (width === 360 ? 740 : 860) })
    const path = join(shotsFolder, shotPath(state, { locale, scheme, width }))
    mkdirSync(dirname(path), { recursive: true })
    await page.screenshot({ path, fullPage: true, animations: 'disabled' })
  }
  await context.close()
}
