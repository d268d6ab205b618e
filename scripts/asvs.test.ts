import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { chapters, requirements } from './asvs/chapters.ts'
import { findUndeclaredTests, findUnprovenRequirements } from './asvs/check-evidence.ts'
import { open, proven, test } from './asvs/requirement.ts'
import { readTestReports, type RunTest } from './asvs/test-reports.ts'
import { readRepositoryFile, repositoryFile } from './docs/repository-files.ts'

/** Of OWASP ASVS 5.0.0: how many requirements each chapter has, and each level. */
const requirementsOfChapters = [30, 13, 31, 16, 13, 47, 19, 13, 7, 36, 24, 12, 21, 13, 21, 17, 12]
const requirementsOfLevels = { 1: 70, 2: 183, 3: 92 }

const file = 'apps/server/test/http/some.test.ts'
const contract = 'packages/auth/src/testing/contracts/some-store.contract.ts'

function ran(name: string, { hasPassed = true, of = file } = {}): RunTest {
  return { file: of, name, hasPassed }
}

describe('the requirements of ASVS', () => {
  it('are all there, in the order of the standard', () => {
    expect(chapters.map(({ requirements: own }) => own.length)).toEqual(requirementsOfChapters)
    expect(Object.groupBy(requirements, ({ level }) => `${level}`)).toMatchObject(
      Object.fromEntries(Object.entries(requirementsOfLevels).map(([level, length]) => [level, { length }])),
    )
    const inOrder = chapters.flatMap(({ requirements: own }, index) =>
      own.map(({ id }) => id).filter((id) => !new RegExp(String.raw`^${index + 1}\.\d+\.\d+$`).test(id)),
    )
    expect(inOrder).toEqual([])
    expect(new Set(requirements.map(({ id }) => id)).size).toBe(requirements.length)
  })

  it('name tests that the sources declare', () => {
    const sourceOf = (path: string): string | null =>
      existsSync(repositoryFile(path)) ? readRepositoryFile(path) : null
    expect(findUndeclaredTests(requirements, sourceOf)).toEqual([])
  })

  it('name a test where they are proven, a document where they are documented, and a reason where they are neither', () => {
    const without = requirements.filter(({ verdict }) => {
      if (verdict.kind === 'proven') return verdict.tests.length === 0
      return verdict.kind === 'documented' ? verdict.documents.length === 0 : verdict.reason.length < 10
    })
    expect(without).toEqual([])
  })
})

describe('a requirement whose test', () => {
  const one = [proven('1.1.1', 2, 'Be safe.', [test(file, 'a door > is shut after %s')])]
  const source = `describe('a door', () => {\n  it.each(ways)('is shut after %s', () => {`

  it('is declared and passed is proven', () => {
    expect(findUndeclaredTests(one, () => source)).toEqual([])
    expect(findUnprovenRequirements(one, [ran('a door > is shut after noon'), ran('a window')])).toEqual([])
  })

  it.each([
    ['its file is gone', () => null, [`there is no file ${file} (1.1.1)`]],
    [
      'its title changed',
      () => "describe('a door', () => {\n  it('is open'",
      [`${file} has no test or group “is shut after %s” (1.1.1)`],
    ],
    [
      'its title is only a part of another',
      () => source.replace("%s'", "%s o’clock'"),
      [`${file} has no test or group “is shut after %s” (1.1.1)`],
    ],
  ])('is not declared is not proven: %s', (_, sourceOf, problems) => {
    expect(findUndeclaredTests(one, sourceOf)).toEqual(problems)
  })

  it.each([
    ['nothing ran', [], 'did not run'],
    ['only the test of another file ran', [ran('a door > is shut after noon', { of: 'other.test.ts' })], 'did not run'],
    ['only a longer name ran', [ran('a big door > is shut after noon')], 'did not run'],
    [
      'one of several failed',
      [ran('a door > is shut after 1'), ran('a door > is shut after 2', { hasPassed: false })],
      'did not pass',
    ],
  ])('did not run or pass is not proven: %s', (_, tests, problem) => {
    expect(findUnprovenRequirements(one, tests)).toEqual([`“a door > is shut after %s” of ${file} ${problem} (1.1.1)`])
  })

  it('is a group is proven by every test in it', () => {
    const group = [proven('1.1.2', 2, 'Be safe.', [test(file, 'a door')])]
    expect(findUnprovenRequirements(group, [ran('a door > is shut'), ran('a door > has a lock')])).toEqual([])
    expect(findUnprovenRequirements(group, [ran('a door > is shut', { hasPassed: false })])).toHaveLength(1)
  })

  it('is a contract is proven where an engine runs it', () => {
    // oxlint-disable-next-line eslint/no-template-curly-in-string -- the title as the source has it
    const ofContract = [proven('1.1.3', 2, 'Be safe.', [test(contract, '${name} some store > keeps it')])]
    const name = 'sqlite some store > keeps it'
    expect(findUnprovenRequirements(ofContract, [ran(name, { of: 'packages/db/test/sqlite-stores.test.ts' })])).toEqual(
      [],
    )
    expect(findUnprovenRequirements(ofContract, [ran(name)])).toHaveLength(1)
  })
})

it('a test of a report that another checkout wrote, as worktrees share them, is found by its path in the repository', () => {
  const root = mkdtempSync(join(tmpdir(), 'latchkey-reports-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  mkdirSync(join(root, 'packages/db/.results'), { recursive: true })
  const assertionResults = [{ ancestorTitles: ['a door'], title: 'is shut', status: 'passed' }]
  const testResults = [{ name: '/elsewhere/packages/db/test/door.test.ts', assertionResults }]
  writeFileSync(join(root, 'packages/db/.results/vitest.json'), JSON.stringify({ testResults }))
  expect(readTestReports(`${root}/`)).toEqual([
    { file: 'packages/db/test/door.test.ts', name: 'a door > is shut', hasPassed: true },
  ])
})

it('a report of the tests over PostgreSQL proves nothing, and takes no proof away', () => {
  const root = mkdtempSync(join(tmpdir(), 'latchkey-reports-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const folder = join(root, 'apps/server/.results')
  mkdirSync(folder, { recursive: true })
  for (const [report, status] of [
    ['vitest.json', 'passed'],
    ['vitest-postgres.json', 'failed'],
  ] as const) {
    const assertionResults = [{ ancestorTitles: ['a door'], title: 'is shut', status }]
    const testResults = [{ name: '/elsewhere/apps/server/test/http/door.test.ts', assertionResults }]
    writeFileSync(join(folder, report), JSON.stringify({ testResults }))
  }
  expect(readTestReports(`${root}/`)).toEqual([
    { file: 'apps/server/test/http/door.test.ts', name: 'a door > is shut', hasPassed: true },
  ])
})

it('a test that several requirements name is reported once', () => {
  const shared = [test(file, 'a door')]
  const both = [proven('1.1.1', 2, 'Be safe.', shared), proven('1.1.2', 2, 'Be sound.', shared)]
  expect(findUnprovenRequirements(both, [])).toEqual([`“a door” of ${file} did not run (1.1.1, 1.1.2)`])
})

it('a requirement that is open needs no test', () => {
  expect(findUnprovenRequirements([open('1.1.1', 2, 'Be safe.', 'Waits for a lock.')], [])).toEqual([])
})
