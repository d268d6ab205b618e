import { gzipSync } from 'node:zlib'
import type { Page, Response } from '@playwright/test'
import { expect, test } from './server.ts'

/** What a browser without a cache may load before a person can type into the sign-in form. */
const budget = { requests: 8, scriptBytes: 130_000 }

/** Returns when the form was there, in milliseconds since the start of the document, and what was asked for until then. */
async function loadedBefore(page: Page, selector: string): Promise<readonly string[]> {
  const formAt = Number(await page.locator(selector).getAttribute('data-seen-at'))
  return page.evaluate(
    (until) => [
      location.href,
      ...performance.getEntriesByType('resource').flatMap((entry) => (entry.startTime <= until ? [entry.name] : [])),
    ],
    formAt,
  )
}

for (const path of ['/sign-in', '/sign-up']) {
  test(`the form of ${path} can be typed into after few requests and little code`, async ({ page }) => {
    const responses = new Map<string, Response>()
    page.on('response', (response) => responses.set(response.url(), response))
    await page.addInitScript(() => {
      new MutationObserver((_records, observer) => {
        const field = document.querySelector<HTMLElement>('input[type="password"]')
        if (field === null) return
        field.dataset['seenAt'] = String(performance.now())
        observer.disconnect()
      }).observe(document, { childList: true, subtree: true })
    })
    await page.goto(path, { waitUntil: 'commit' })
    await page.getByLabel('Password', { exact: true }).fill('typed')

    const urls = await loadedBefore(page, 'input[type="password"]')
    const loaded = urls.map((url) => responses.get(url)).filter((response) => response !== undefined)
    const scripts = loaded.filter((response) => response.url().endsWith('.js'))
    const bodies = await Promise.all(scripts.map((script) => script.body()))
    const scriptBytes = bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0)
    expect(urls.length, urls.join('\n')).toBeLessThanOrEqual(budget.requests)
    expect(scripts.length).toBeGreaterThan(1)
    expect(scriptBytes).toBeLessThanOrEqual(budget.scriptBytes)
    expect(scriptBytes).toBeGreaterThan(50_000)
    // Of the fonts only the one that the texts need, and only once: it is preloaded.
    expect(urls.filter((url) => url.endsWith('.woff2'))).toEqual([expect.stringContaining('geist-basic')])
  })
}
