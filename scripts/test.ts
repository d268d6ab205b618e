import { spawn } from 'node:child_process'
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { requirements } from './asvs/chapters.ts'
import { findUnprovenRequirements } from './asvs/check-evidence.ts'
import { readTestReports } from './asvs/test-reports.ts'
import { readFailedTests } from './failed-tests.ts'

/**
 * Runs every check, whatever fails before, and prints the sum as the last line. With `--fast` it leaves out the tests that
 * start servers or a browser: the server package and the end-to-end tests; and so it leaves out whether the tests that prove
 * the requirements of ASVS passed.
 */

interface Count {
  passed: number
  failed: number
}

interface Finished {
  readonly exitCode: number
  readonly output: string
}

const isFast = process.argv.includes('--fast')
const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (name: string): string => fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url))
/** Tests of two packages at a time: each has workers of its own. */
const unitTests = ['--continue', '--output-logs=new-only', '--concurrency=2']

const total: Count = { passed: 0, failed: 0 }
const failures: string[] = []

/** Runs a program of node_modules to its end; what it prints is returned, or goes straight to the terminal. */
function run(script: string, args: readonly string[], stdio: 'pipe' | 'inherit'): Promise<Finished> {
  const child = spawn(process.execPath, [bin(script), ...args], {
    cwd: root,
    stdio: ['ignore', stdio, stdio],
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ exitCode: code ?? 1, output })))
}

function heading(title: string): void {
  console.log(`\n── ${title} ${'─'.repeat(Math.max(0, 76 - title.length))}`)
}

function fail(name: string, count: number): void {
  total.failed += count
  failures.push(`${name} (${count})`)
}

/** Runs a check that either holds or does not: it counts as one. */
async function check(name: string, script: string, ...args: readonly string[]): Promise<void> {
  const { exitCode, output } = await run(script, args, 'pipe')
  heading(name)
  process.stdout.write(output)
  if (exitCode === 0) total.passed += 1
  else fail(name, 1)
}

/** Adds the count of a suite's report. A suite that failed without a failed test (it crashed, or ran nothing) counts as one. */
function addSuite(name: string, exitCode: number, count: Count): void {
  total.passed += count.passed
  if (count.failed > 0) fail(name, count.failed)
  else if (exitCode !== 0 || count.passed === 0) fail(name, 1)
}

function readReport(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

function numberAt(report: unknown, ...path: readonly string[]): number {
  let value = report
  for (const key of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  return typeof value === 'number' ? value : 0
}

const report = '.results/vitest.json'
/** Of the server's tests once more, with the servers over PostgreSQL. */
const postgresReport = 'apps/server/.results/vitest-postgres.json'

async function scriptTests(): Promise<void> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${report}`]
  const { exitCode, output } = await run('vitest/vitest.mjs', ['run', '--root', 'scripts', ...reporters], 'pipe')
  heading('import rules, vocabulary and documents')
  process.stdout.write(output)
  addSuite('tests of the scripts', exitCode, countOfVitest(`scripts/${report}`))
}

/** What needs one core and starts nothing, one after the other. */
async function staticChecks(): Promise<void> {
  await check('format', 'oxfmt/bin/oxfmt', '--check')
  await check('lint', 'oxlint/bin/oxlint', '--type-aware', '--deny-warnings')
  await check('boundaries', 'turbo/bin/turbo', 'boundaries')
  await check('types', 'turbo/bin/turbo', 'run', 'typecheck', '--output-logs=errors-only', '--concurrency=1')
  await check('types of the scripts', 'typescript/bin/tsc', '--project', 'scripts')
  await scriptTests()
}

function countOfVitest(file: string): Count {
  const found = readReport(`${root}/${file}`)
  return { passed: numberAt(found, 'numPassedTests'), failed: numberAt(found, 'numFailedTests') }
}

async function packageTests(): Promise<void> {
  const filter = isFast
    ? [
        '--filter=!@latchkey/server',
        '--filter=!@latchkey/idp',
        '--filter=!@latchkey/mailbox',
        '--filter=!@latchkey/client',
      ]
    : []
  const tasks = isFast ? ['test'] : ['test', 'test:postgres']
  const { exitCode } = await run('turbo/bin/turbo', ['run', ...tasks, ...unitTests, ...filter], 'inherit')
  const counts = globSync(`{apps,packages}/*/${report}`, { cwd: root }).map(countOfVitest)
  const passed = counts.reduce((sum, count) => sum + count.passed, 0)
  const failed = counts.reduce((sum, count) => sum + count.failed, 0)
  // A run over PostgreSQL that crashed is told below, by its own report.
  addSuite('unit, contract, procedure and HTTP tests', isFast ? exitCode : 0, { passed, failed })
  if (isFast) return
  const overPostgres = countOfVitest(postgresReport)
  addSuite('HTTP tests over PostgreSQL', 0, overPostgres)
  if (exitCode !== 0 && failed === 0 && passed > 0 && overPostgres.failed === 0 && overPostgres.passed > 0) {
    fail('a suite that ended with an error and without a failed test', 1)
  }
}

/** Runs a task of the end-to-end tests, and counts what its report has. */
async function endToEndTests(name: string, task: string, file: string): Promise<void> {
  heading(name)
  const { exitCode } = await run('turbo/bin/turbo', ['run', task, '--output-logs=new-only'], 'inherit')
  const found = readReport(`${root}/apps/e2e/.results/${file}`)
  addSuite(name, exitCode, {
    passed: numberAt(found, 'stats', 'expected'),
    failed: numberAt(found, 'stats', 'unexpected') + numberAt(found, 'stats', 'flaky'),
  })
}

/** Compares the tests that prove the requirements of ASVS with the reports of all suites: it counts as one. */
function requirementsCheck(): void {
  heading('requirements of ASVS')
  const problems = findUnprovenRequirements(requirements, readTestReports())
  if (problems.length === 0) {
    console.log('Each test that proves a requirement ran and passed.')
    total.passed += 1
    return
  }
  console.log(problems.join('\n'))
  fail('requirements of ASVS', 1)
}

for (const old of globSync(['scripts/.results', '{apps,packages}/*/.results'], { cwd: root })) {
  rmSync(`${root}/${old}`, { recursive: true })
}

heading('unit, contract, procedure and HTTP tests')
await Promise.all([staticChecks(), packageTests()])
if (!isFast) {
  await endToEndTests('end-to-end tests in a real browser', 'e2e', 'playwright.json')
  await endToEndTests('end-to-end tests over PostgreSQL', 'e2e:postgres', 'playwright-postgres.json')
  requirementsCheck()
}

if (failures.length > 0) {
  // What a reader needs first, at the end of an output of thousands of lines.
  console.log(['', 'Failed tests:', ...readFailedTests()].join('\n'))
  console.log(`\nFailed: ${failures.join(', ')}`)
}
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)
