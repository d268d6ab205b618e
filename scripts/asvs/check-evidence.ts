import type { Requirement, TestReference } from './requirement.ts'
import type { RunTest } from './test-reports.ts'
import { separator, titlePattern } from './title-pattern.ts'

/** Contracts are run by the test files of the engines, under the names that their own file gives. */
const contracts = 'packages/auth/src/testing/contracts/'
const engineTests = 'packages/db/test/'

/** Returns what is wrong with the tests that the requirements name, by the sources alone: one line for each test. */
export function findUndeclaredTests(
  requirements: readonly Requirement[],
  sourceOf: (file: string) => string | null,
): readonly string[] {
  return problemsOf(requirements, ({ file, title }) => {
    const source = sourceOf(file)
    if (source === null) return `there is no file ${file}`
    const absent = title.split(separator).find((part) => !quotes(part).some((quoted) => source.includes(quoted)))
    return absent === undefined ? null : `${file} has no test or group “${absent}”`
  })
}

/** Returns what is wrong with the tests that the requirements name, by what ran: one line for each that did not pass. */
export function findUnprovenRequirements(
  requirements: readonly Requirement[],
  ran: readonly RunTest[],
): readonly string[] {
  const byFile = Map.groupBy(ran, ({ file }) => fileThatRuns(file))
  return problemsOf(requirements, ({ file, title }) => {
    const pattern = titlePattern(title)
    const matching = (byFile.get(fileThatRuns(file)) ?? []).filter(({ name }) => pattern.test(name))
    if (matching.length === 0) return `“${title}” of ${file} did not run`
    return matching.some(({ hasPassed }) => !hasPassed) ? `“${title}” of ${file} did not pass` : null
  })
}

/** Returns each problem once, with the requirements that the test is to prove. */
function problemsOf(
  requirements: readonly Requirement[],
  problemOf: (reference: TestReference) => string | null,
): readonly string[] {
  const problems = requirements.flatMap(({ id, verdict }) =>
    verdict.kind === 'proven' ? verdict.tests.map((reference) => ({ id, problem: problemOf(reference) })) : [],
  )
  const found = Map.groupBy(problems, ({ problem }) => problem)
  return Array.from(found, ([problem, all]) =>
    problem === null ? null : `${problem} (${all.map(({ id }) => id).join(', ')})`,
  ).filter((line) => line !== null)
}

function fileThatRuns(file: string): string {
  return file.startsWith(contracts) || file.startsWith(engineTests) ? engineTests : file
}

function quotes(title: string): readonly string[] {
  return [`'${title.replaceAll("'", String.raw`\'`)}'`, `"${title}"`, `\`${title}\``]
}
