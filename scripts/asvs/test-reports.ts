import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { repositoryFile } from '../docs/repository-files.ts'
import { separator } from './title-pattern.ts'

/** A test that ran. */
export interface RunTest {
  /** The path of its file from the root of the repository. */
  readonly file: string
  /** The names of the groups around it and its title. */
  readonly name: string
  readonly hasPassed: boolean
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[]
      readonly title: string
      readonly status: string
    }[]
  }[]
}

interface PlaywrightSuite {
  readonly title: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs?: readonly {
    readonly title: string
    readonly tests: readonly { readonly status: string }[]
  }[]
}

interface PlaywrightReport {
  readonly config: { readonly rootDir: string }
  readonly suites: readonly (PlaywrightSuite & { readonly file: string })[]
}

/**
 * Returns the tests of the reports that the suites have written: those of each package, of the scripts and end to end.
 *
 * @param root The folder of the repository, with a slash at its end.
 */
export function readTestReports(root = repositoryFile('')): readonly RunTest[] {
  const files = globSync('{scripts,{apps,packages}/*}/.results/vitest.json', { cwd: root })
  const playwrightReport = `${root}apps/e2e/.results/playwright.json`
  return [
    ...files.flatMap((file) => testsOfVitest(dirname(dirname(file)), readJson(`${root}${file}`) as VitestReport)),
    ...(existsSync(playwrightReport) ? testsOfPlaywright(root, readJson(playwrightReport) as PlaywrightReport) : []),
  ]
}

/** The paths in a report begin with the checkout that wrote it: worktrees of a repository share the cache of reports. */
function testsOfVitest(folder: string, { testResults }: VitestReport): readonly RunTest[] {
  return testResults.flatMap(({ name: path, assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status }) => ({
      file: path.slice(path.lastIndexOf(`/${folder}/`) + 1),
      name: [...ancestorTitles, title].join(separator),
      hasPassed: status === 'passed',
    })),
  )
}

function testsOfPlaywright(root: string, { config, suites }: PlaywrightReport): readonly RunTest[] {
  return suites.flatMap((suite) => {
    const file = relative(root, `${config.rootDir}/${suite.file}`)
    return testsOfSuite(suite, []).map((test) => ({ ...test, file }))
  })
}

function testsOfSuite(suite: PlaywrightSuite, groups: readonly string[]): readonly Omit<RunTest, 'file'>[] {
  const specs = (suite.specs ?? []).map(({ title, tests }) => ({
    name: [...groups, title].join(separator),
    hasPassed: tests.every(({ status }) => status === 'expected'),
  }))
  return [...specs, ...(suite.suites ?? []).flatMap((inner) => testsOfSuite(inner, [...groups, inner.title]))]
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}
