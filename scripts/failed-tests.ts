import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { repositoryFile } from './docs/repository-files.ts'

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages?: readonly string[] | null
    }[]
  }[]
}

interface PlaywrightSuite {
  readonly title: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs?: readonly {
    readonly title: string
    readonly file: string
    readonly tests: readonly {
      readonly status: string
      readonly results: readonly { readonly error?: { readonly message?: string } }[]
    }[]
  }[]
}

/** How many lines of an error are shown. */
const shownLines = 6

/**
 * Returns what each test that failed is called, with its report and the beginning of its error, over all reports that the
 * suites have written: what a reader of a long output looks for. A file that failed without a failed test is named too.
 *
 * @param root The folder of the repository, with a slash at its end.
 */
export function readFailedTests(root = repositoryFile('')): readonly string[] {
  return globSync('{scripts,{apps,packages}/*}/.results/*.json', { cwd: root })
    .toSorted()
    .flatMap((path) => {
      const report: unknown = JSON.parse(readFileSync(`${root}${path}`, 'utf8'))
      const failed = basename(path).startsWith('playwright')
        ? failedOfPlaywright(report as { readonly suites: readonly PlaywrightSuite[] })
        : failedOfVitest(report as VitestReport)
      return failed.map(([name, error]) => `${path}: ${name}\n${beginningOf(error)}`)
    })
}

function failedOfVitest({ testResults }: VitestReport): readonly (readonly [string, string])[] {
  return testResults.flatMap(({ name: path, status, message = '', assertionResults }) => {
    const file = path.replace(/^.*\/((?:apps|packages|scripts)\/)/, '$1')
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0 && status === 'failed') return [[file, message] as const]
    return failed.map(({ fullName, failureMessages }) => [`${file} › ${fullName}`, failureMessages?.[0] ?? ''] as const)
  })
}

function failedOfPlaywright(suite: {
  readonly suites?: readonly PlaywrightSuite[]
}): readonly (readonly [string, string])[] {
  return (suite.suites ?? []).flatMap((inner) => [
    ...(inner.specs ?? []).flatMap(({ file, title, tests }) =>
      tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ results }) => {
          const error = results.find((result) => result.error !== undefined)?.error
          return [`${file} › ${title}`, error?.message ?? ''] as const
        }),
    ),
    ...failedOfPlaywright(inner),
  ])
}

function beginningOf(error: string): string {
  return stripVTControlCharacters(error)
    .split('\n')
    .slice(0, shownLines)
    .map((line) => `    ${line}`)
    .join('\n')
}
