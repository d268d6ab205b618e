import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,build}/**/*.test.ts'],
    // Wording such as "yesterday" depends on where midnight is.
    env: { TZ: 'Europe/Berlin' },
    // Loading the modules takes longer than the tests do, so files share them; what a test replaced is put back.
    isolate: false,
    unstubGlobals: true,
    reporters: ['default', ['json', { outputFile: '.results/vitest.json' }]],
  },
})
