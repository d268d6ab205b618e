import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'

/** The docstrings are what a consumer reads in an editor: each export has one, and its examples compile. */

const here = fileURLToPath(new URL('..', import.meta.url))
const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url))

interface Declaration {
  /** `sign-in/sign-out.ts: signOut` */
  readonly title: string
  readonly name: string
  readonly kind: string
  /** The text between the docstring's delimiters, or `''` if there is no docstring. */
  readonly docstring: string
}

const declarations = readdirSync(join(here, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .flatMap(declarationsIn)

const entryPoints = ['index.ts', 'node/index.ts']
  .map((path) => readFileSync(join(here, 'src', path), 'utf8'))
  .join('\n')
  .replaceAll(/\bfrom '.*'/g, '')

/** The functions that a consumer can call. */
const publicFunctions = declarations.filter(
  ({ kind, name }) => kind === 'function' && new RegExp(`\\b${name}\\b`).test(entryPoints),
)

function declarationsIn(path: string): readonly Declaration[] {
  const code = readFileSync(join(here, 'src', path), 'utf8')
  const exports = /(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\n)?^export (?:async )?(function|class|interface|type|const) (\w+)/gm
  return [...code.matchAll(exports)].map(([, docstring = '', kind = '', name = '']) => ({
    title: `${path}: ${name}`,
    name,
    kind,
    docstring,
  }))
}

/** The code of each `@example`, which is one block that is fenced as TypeScript. */
function examplesOf({ title, docstring }: Declaration): readonly { readonly title: string; readonly code: string }[] {
  return docstring
    .replaceAll(/^ \* ?/gm, '')
    .split(/^@example$/m)
    .slice(1)
    .map((text) => ({ title, code: /^\s*```ts\n([^]*?)^```$/m.exec(text)?.[1] ?? 'no block of TypeScript' }))
}

describe('the docstrings', () => {
  let folder: string
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'latchkey-')))
    symlinkSync(join(here, 'node_modules'), join(folder, 'node_modules'))
    return () => rmSync(folder, { recursive: true })
  })

  /** Compiles each code as a module of its own, in one program. Returns the errors of tsc. */
  function compile(modules: Readonly<Record<string, string>>): readonly string[] {
    for (const [name, code] of Object.entries(modules)) writeFileSync(join(folder, `${name}.ts`), code)
    const compilerOptions = {
      noUnusedLocals: false,
      paths: {
        '@latchkey/client': [join(here, 'src/index.ts')],
        '@latchkey/client/node': [join(here, 'src/node/index.ts')],
      },
    }
    const files = Object.keys(modules).map((name) => `${name}.ts`)
    const config = { extends: join(here, 'tsconfig.json'), compilerOptions, include: [], files }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { cwd: folder, encoding: 'utf8' })
    return stdout.split('\n').filter((line) => line !== '')
  }

  it('stand before every export', () => {
    expect(declarations.length).toBeGreaterThan(40)
    expect(declarations.filter(({ docstring }) => docstring === '').map(({ title }) => title)).toEqual([])
  })

  it('have an example for every function that a consumer calls', () => {
    expect(publicFunctions.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'beginBrowserSignIn',
      'createClient',
      'createResourceTokens',
      'fileTokenStore',
      'finishBrowserSignIn',
      'memoryTokenStore',
      'reasonOf',
      'signInByBrowser',
      'signInByDevice',
      'signInByMailedCode',
      'signInByPassword',
      'signOut',
    ])
    expect(publicFunctions.filter((one) => examplesOf(one).length === 0).map(({ title }) => title)).toEqual([])
  })

  it('have examples that compile', () => {
    const examples = declarations.flatMap(examplesOf)
    const modules = Object.fromEntries(
      examples.map(({ title, code }, index) => [`${index}-${title.replaceAll(/\W+/g, '-')}`, code]),
    )
    // A wrong example in the same program proves that the check can fail.
    const wrong = `import { createClient } from '@latchkey/client'\n\ncreateClient({ server: 'https://id.example.com' })\n`
    expect(compile({ ...modules, wrong })).toEqual([
      expect.stringMatching(/^wrong\.ts\(3,\d+\): error TS2353: .*server/),
    ])
  })
})
