import { defineConfig } from '@playwright/test'
import { browserArgs } from './src/browser-args.ts'
import { findBrowser } from './src/find-browser.ts'

const executablePath = findBrowser()

/** Makes the screenshots that a person reviews: `pnpm shots`. */
export default defineConfig({
  testDir: 'shots',
  testMatch: '*.shots.ts',
  outputDir: '.results/shots',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  reporter: 'list',
  globalTeardown: './shots/write-index.ts',
  use: {
    launchOptions: { ...(executablePath === null ? {} : { executablePath }), args: [...browserArgs] },
  },
})
