import { execFileSync, spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** The package as a consumer installs it, without the rest of this workspace. */

const here = fileURLToPath(new URL('..', import.meta.url))
const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url))

interface Manifest {
  readonly exports: unknown
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
}

let folder: string
let installed: string
let manifest: Manifest

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'latchkey-')))
  installed = join(folder, 'node_modules/@latchkey/client')
  mkdirSync(installed, { recursive: true })
  execFileSync('tar', ['-xzf', pack(), '-C', installed, '--strip-components=1'])
  manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
    const link = join(folder, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(realpathSync(join(here, 'node_modules', name)), link)
  }
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

function pack(): string {
  const args = ['pack', '--pack-destination', folder]
  const options = { cwd: here, encoding: 'utf8' } as const
  const { error, status, stderr } = spawnSync('pnpm', args, options)
  // Where pnpm is not installed, npx runs it, as AGENTS.md says.
  if (error !== undefined) execFileSync('npx', ['--yes', 'pnpm@12', ...args], { ...options, stdio: 'pipe' })
  else if (status !== 0) throw new Error(stderr)
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  return join(folder, tarball ?? 'nothing was packed')
}

/** Compiles a program with strict options, and checks the declarations that it imports. Returns the errors. */
function check(code: string): string {
  writeFileSync(join(folder, 'program.ts'), code)
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    target: 'ES2024',
    lib: ['ES2024', 'ESNext.Disposable', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
    module: 'NodeNext',
    types: [],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['program.ts'] }))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { cwd: folder, encoding: 'utf8' })
  // The declarations of tRPC need the types of Node and of ws; those of this package must not.
  return stdout
    .split('\n')
    .filter((line) => line !== '' && !line.includes('/@trpc/server/dist/'))
    .join('\n')
}

const program = `
import { type AppRouter, createClient, LatchkeyError, memoryTokenStore, reasonOf } from '@latchkey/client'
import { fileTokenStore, signInByBrowser } from '@latchkey/client/node'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type IsAny<T> = 0 extends 1 & T ? true : false
const holds = <_ extends true>(): void => undefined

type Inputs = inferRouterInputs<AppRouter>
type Outputs = inferRouterOutputs<AppRouter>
type Session = Outputs['sessions']['list']['current']

holds<Same<IsAny<AppRouter>, false>>()
holds<Same<IsAny<Session>, false>>()
holds<Same<Session['kind'], 'browser' | 'client'>>()
holds<Same<Session['isNew']['device'], boolean>>()
holds<Same<Inputs['sessions']['rename'], { id: string; name: string | null }>>()
holds<Same<NonNullable<Outputs['auth']['me']>['user']['role'], 'user' | 'admin'>>()

const client = createClient({ url: 'https://id.example.com', clientId: 'phone', tokenStore: memoryTokenStore() })
export const calls = async (): Promise<string> => {
  const { current, others } = await client.sessions.list.query()
  holds<Same<typeof current, Session>>()
  client.sessions.watch.subscribe(undefined, {
    onData: (event) => {
      holds<Same<typeof event.type, 'sessions' | 'ended' | 'closed'>>()
    },
    onError: (error) => {
      holds<Same<IsAny<typeof error.data>, false>>()
    },
  })
  // @ts-expect-error -- a name is a string
  await client.sessions.rename.mutate({ id: current.id, name: 1 })
  // @ts-expect-error -- the procedure does not exist
  await client.sessions.erase.mutate({})
  // @ts-expect-error -- the input is strict
  await client.sessions.end.mutate({ id: current.id, force: true })
  return others.map(({ name }) => name).join()
}

const failed = await client.sessions.list.query().catch((error: unknown) => reasonOf(error))
const stored = await fileTokenStore('/missing/tokens.json').read()
console.log(JSON.stringify([failed, stored, typeof signInByBrowser, new LatchkeyError('ACCESS_DENIED', '').name]))
`

describe('the packed package', () => {
  it('contains the built files, the README and the license, and nothing else', () => {
    expect(readdirSync(installed).toSorted()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json'])
    expect(readdirSync(join(installed, 'dist')).toSorted()).toEqual([
      'index.d.ts',
      'index.js',
      'node.d.ts',
      'node.js',
      'shared.d.ts',
      'shared.js',
    ])
    expect(manifest.exports).toEqual({
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './node': { types: './dist/node.d.ts', default: './dist/node.js' },
    })
  })

  it('has a README without links to files outside of the package', () => {
    const links = [...readFileSync(join(installed, 'README.md'), 'utf8').matchAll(/\]\(([^)]*)\)/g)]
    expect(links.map(([, target = '']) => target).filter((target) => !/^(https:|#)/.test(target))).toEqual([])
  })

  it('has the types of every procedure, and rejects wrong inputs', () => {
    expect(check(program)).toBe('')
    // The check can fail: without the directives, the three wrong calls are three errors.
    const wrong = check(program.replaceAll('@ts-expect-error', 'wrong'))
    expect(wrong.match(/error TS/g)).toHaveLength(3)
  })

  it('runs in Node without a build', () => {
    check(program)
    const { stdout, stderr } = spawnSync(process.execPath, ['program.ts'], { cwd: folder, encoding: 'utf8' })
    expect([stdout, stderr]).toEqual(['[null,null,"function","LatchkeyError"]\n', ''])
  })

  it('imports declared dependencies only, and node: modules only in the entry for Node', () => {
    const foreign = (...files: readonly string[]): readonly string[] => {
      const code = files.map((file) => readFileSync(join(installed, 'dist', file), 'utf8')).join('\n')
      const names = [...code.matchAll(/(?:from |import\()"([^."][^"]*)"/g)].map(([, name = '']) => name)
      return [...new Set(names)].toSorted((a, b) => a.localeCompare(b))
    }
    expect(foreign('index.js', 'shared.js')).toEqual(['@trpc/client', 'eventsource-parser'])
    expect(foreign('node.js').filter((name) => !name.startsWith('node:'))).toEqual([])
    expect(foreign('index.d.ts', 'shared.d.ts', 'node.d.ts')).toEqual(['@trpc/client', '@trpc/server'])
  })
})
