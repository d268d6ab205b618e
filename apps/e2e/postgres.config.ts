import { defineConfig } from '@playwright/test'
import config from './playwright.config.ts'
import type { ServerOptions } from './src/server.ts'

/** Runs the smoke test with the servers over PostgreSQL. */
export default defineConfig<object, ServerOptions>(config, {
  testMatch: 'smoke.spec.ts',
  reporter: [['list'], ['json', { outputFile: '.results/playwright-postgres.json' }]],
  use: { engine: 'postgres' },
})
