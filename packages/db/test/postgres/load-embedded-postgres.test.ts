import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

it.each([0, 1])('a process that has loaded PostgreSQL ends with the exit code that it set: %i', (code) => {
  const file = new URL('../../src/testing/load-embedded-postgres.ts', import.meta.url)
  const program = `import { loadEmbeddedPostgres } from '${file.href}'; await loadEmbeddedPostgres(); process.exitCode = ${code}`
  expect(spawnSync(process.execPath, ['--input-type=module', '-e', program]).status).toBe(code)
})
