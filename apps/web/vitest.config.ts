import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,build}/**/*.test.ts'],
    // Wording such as "yesterday" depends on where midnight is.
    env: { TZ: 'Europe/Berlin' },
    reporters: ['default', ['json', { outputFile: '.results/vitest.json' }]],
  },
})
