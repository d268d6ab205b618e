import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readFailedTests } from './failed-tests.ts'

function rootWith(reports: Readonly<Record<string, object>>): string {
  const root = mkdtempSync(join(tmpdir(), 'latchkey-reports-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const [path, report] of Object.entries(reports)) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(report))
  }
  return `${root}/`
}

it('a failed test of any report is named with the beginning of its error, without colours', () => {
  const failureMessages = ['\u001B[31mError: open\u001B[39m\n2\n3\n4\n5\n6\nseventh line']
  const vitest = {
    testResults: [
      {
        name: '/somewhere/apps/server/test/door.test.ts',
        status: 'failed',
        assertionResults: [
          { fullName: 'a door is shut', status: 'failed', failureMessages },
          { fullName: 'a door has a lock', status: 'passed', failureMessages: [] },
        ],
      },
    ],
  }
  const test = (status: string): object => ({ status, results: [{}, { error: { message: 'Timeout' } }] })
  const inner = {
    title: 'at night',
    specs: [
      { title: 'a window is dark', file: 'house.spec.ts', tests: [test('flaky')] },
      { title: 'a window is shut', file: 'house.spec.ts', tests: [test('expected')] },
    ],
  }
  const root = rootWith({
    'apps/server/.results/vitest-postgres.json': vitest,
    'apps/e2e/.results/playwright.json': { suites: [{ title: 'house.spec.ts', suites: [inner] }] },
  })
  expect(readFailedTests(root)).toEqual([
    'apps/e2e/.results/playwright.json: house.spec.ts › a window is dark\n    Timeout',
    'apps/server/.results/vitest-postgres.json: apps/server/test/door.test.ts › a door is shut\n' +
      '    Error: open\n    2\n    3\n    4\n    5\n    6',
  ])
})

it('a file that failed before its tests is named with its error', () => {
  const testResults = [
    { name: '/somewhere/scripts/door.test.ts', status: 'failed', message: 'No door', assertionResults: [] },
    { name: '/somewhere/scripts/wall.test.ts', status: 'passed', message: '', assertionResults: [] },
  ]
  expect(readFailedTests(rootWith({ 'scripts/.results/vitest.json': { testResults } }))).toEqual([
    'scripts/.results/vitest.json: scripts/door.test.ts\n    No door',
  ])
})
