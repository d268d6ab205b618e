import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { turbo } from './turbo.ts'

/** Runs every check there is, whatever fails before, and prints the sum as the last line. */

interface Count {
  passed: number
  failed: number
}

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (name: string): string => fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url))
const run = (script: string, ...args: readonly string[]): number =>
  spawnSync(process.execPath, [bin(script), ...args], { cwd: root, stdio: 'inherit' }).status ?? 1

const total: Count = { passed: 0, failed: 0 }
const failures: string[] = []

/** A check that either holds or doesn't counts as one. */
function check(name: string, exitCode: number): void {
  if (exitCode === 0) total.passed += 1
  else fail(name, 1)
}

function fail(name: string, count: number): void {
  total.failed += count
  failures.push(`${name} (${count})`)
}

/** A suite counts by its report. One that failed without a failed test (it crashed, or ran nothing) counts as one. */
function suite(name: string, exitCode: number, count: Count): void {
  total.passed += count.passed
  if (count.failed > 0) fail(name, count.failed)
  else if (exitCode !== 0 || count.passed === 0) fail(name, 1)
}

function heading(title: string): void {
  console.log(`\n── ${title} ${'─'.repeat(Math.max(0, 76 - title.length))}`)
}

function readReport(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

function numberAt(report: unknown, ...path: readonly string[]): number {
  let value = report
  for (const key of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  return typeof value === 'number' ? value : 0
}

for (const old of globSync(['scripts/.results', '{apps,packages}/*/.results'], { cwd: root }))
  rmSync(`${root}/${old}`, { recursive: true })

heading('format')
check('format', run('oxfmt/bin/oxfmt', '--check'))

heading('lint and import rules')
check('lint', run('oxlint/bin/oxlint', '--type-aware', '--deny-warnings'))
check('boundaries', turbo('boundaries'))

heading('types')
check('types', turbo('run', 'typecheck', '--output-logs=errors-only'))
check('types of the scripts', run('typescript/bin/tsc', '--project', 'scripts'))

heading('unit, contract, procedure and HTTP tests')
const report = '.results/vitest.json'
const rulesCode = run(
  'vitest/vitest.mjs',
  'run',
  '--root',
  'scripts',
  '--reporter=default',
  '--reporter=json',
  `--outputFile=${report}`,
)
const unitCode = turbo('run', 'test', '--continue', '--output-logs=new-only')
const unit: Count = { passed: 0, failed: 0 }
for (const file of globSync(
  ['scripts', 'apps/*', 'packages/*'].map((folder) => `${folder}/${report}`),
  { cwd: root },
)) {
  const found = readReport(`${root}/${file}`)
  unit.passed += numberAt(found, 'numPassedTests')
  unit.failed += numberAt(found, 'numFailedTests')
}
suite('tests', rulesCode || unitCode, unit)

heading('journeys in a real browser')
const journeysCode = turbo('run', 'e2e', '--output-logs=new-only')
const journeys = readReport(`${root}/apps/e2e/.results/playwright.json`)
suite('journeys', journeysCode, {
  passed: numberAt(journeys, 'stats', 'expected'),
  failed: numberAt(journeys, 'stats', 'unexpected') + numberAt(journeys, 'stats', 'flaky'),
})

if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)
