import { defineConfig } from '@playwright/test'
import { browserArgs } from './src/browser-args.ts'
import { findBrowser } from './src/find-browser.ts'

const executablePath = findBrowser()

export default defineConfig({
  testDir: 'src',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // A test that failed runs again for its trace, which would slow down all of them. It has failed all the same.
  retries: 1,
  failOnFlakyTests: true,
  // For machines that are several times slower than most: a test that passes takes no longer for it.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '.results/playwright.json' }]],
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'on-first-retry',
    launchOptions: { ...(executablePath === null ? {} : { executablePath }), args: [...browserArgs] },
  },
})
