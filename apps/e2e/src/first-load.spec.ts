import { gzipSync } from 'node:zlib'
import type { Response } from '@playwright/test'
import { expect, test } from './server.ts'

/** What a browser without a cache may load before a person can type into the sign-in form. */
const budget = { requests: 8, scriptBytes: 180_000 }

test('the sign-in form can be typed into after few requests and little code', async ({ page }) => {
  const responses: Response[] = []
  page.on('response', (response) => responses.push(response))
  await page.goto('/sign-in', { waitUntil: 'commit' })
  await page.getByLabel('Password', { exact: true }).fill('typed')

  const loaded = [...responses]
  const scripts = loaded.filter((response) => response.request().resourceType() === 'script')
  const bodies = await Promise.all(scripts.map((script) => script.body()))
  const scriptBytes = bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0)
  const paths = loaded.map((response) => new URL(response.url()).pathname)
  expect(paths.length, paths.join('\n')).toBeLessThanOrEqual(budget.requests)
  expect(scripts.length).toBeGreaterThan(0)
  expect(scriptBytes).toBeLessThanOrEqual(budget.scriptBytes)
  // Of the fonts only the one that the texts need, and only once: it is preloaded.
  expect(paths.filter((path) => path.endsWith('.woff2'))).toEqual([expect.stringContaining('latin-wght')])
})
