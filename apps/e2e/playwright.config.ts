import { defineConfig } from '@playwright/test'
import { findBrowser } from './src/find-browser.ts'

const isRoot = process.getuid?.() === 0
const executablePath = findBrowser()

/** Quiet and offline: nothing but the pages under test. Chromium has no sandbox for root. */
const args = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic']

export default defineConfig({
  testDir: 'src',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 30_000,
  expect: { timeout: 5000 },
  reporter: [['list'], ['json', { outputFile: '.results/playwright.json' }]],
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      args: isRoot ? [...args, '--no-sandbox', '--disable-gpu'] : args,
    },
  },
})
