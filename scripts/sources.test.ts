import { statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readRepositoryFile, repositoryFile, repositoryFiles } from './docs/repository-files.ts'

const isTest = (path: string): boolean => /\.test\.ts$|\/testing\/|\/test\//.test(path)

/** Returns the matches of a pattern in files, each as its path and what was found. */
function found(paths: readonly string[], pattern: RegExp): readonly string[] {
  return paths.flatMap((path) => {
    return [...readRepositoryFile(path).matchAll(pattern)].map(([text]) => `${path}: ${text}`)
  })
}

const serverSources = repositoryFiles(['packages/{schema,auth,db,api}/src/**/*.ts', 'apps/server/src/**/*.ts']).filter(
  (path) => !isTest(path),
)

/** A method of the driver that takes the text of a statement, called with text that values were put into. */
const interpolatedStatement = /\b(?:prepare|exec|pragma|execute)\(\s*(?:`[^`]*\$\{|['"][^'"\n]*['"]\s*\+)/g

/** A pragma takes no parameters. This one is set to a number that was read from the same database. */
const interpolatedNumbers = ['packages/db/src/sqlite/write-probe.ts: pragma(`user_version = ${']

it('no source puts a value into the text of a statement: drizzle binds what stands in a template', () => {
  expect('db.prepare(`SELECT ${id}`)'.match(interpolatedStatement)).not.toBeNull()
  expect("db.exec('DELETE ' + id)".match(interpolatedStatement)).not.toBeNull()
  expect(found(serverSources, interpolatedStatement)).toEqual(interpolatedNumbers)
})

/** Sources of randomness that can be guessed, and of any whose numbers are not those of the argument `random`. */
const guessable = /\bMath\.random\b|\bpseudoRandomBytes\b|\bprng\b/g

it('no source of the server takes guessable random numbers, and the domain gets its own from node:crypto', () => {
  expect('Math.random()'.match(guessable)).not.toBeNull()
  expect(found(serverSources, guessable)).toEqual([])
  const auth = readRepositoryFile('packages/auth/src/auth.ts')
  expect(auth).toContain("import { randomBytes } from 'node:crypto'")
  expect(auth).toContain('random = randomBytes')
  // The server can't replace it: its container takes a clock and delays, and passes no source of randomness.
  const container = readRepositoryFile('apps/server/src/container.ts')
  expect(container).toMatch(/type ContainerOptions = Pick<AuthDependencies, [^>]+>/)
  expect(container).not.toMatch(/\brandom\b/)
})

/** What secrets look like: private keys, and the tokens of services that are used with repositories. */
const secretPatterns = [
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/=]{20}/g,
  /"d"\s*:\s*"[A-Za-z0-9_-]{43}"/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/g,
  /\bgithub_pat_[A-Za-z0-9_]{40,}\b/g,
  /\bGOCSPX-[A-Za-z0-9_-]{20,}/g,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/g,
  /\bnpm_[A-Za-z0-9]{36}\b/g,
]

const textFiles = /\.(?:ts|tsx|mjs|js|json|md|html|css|svg|yaml|yml|sql|example|map|txt)$|\/?\.[a-z-]+$/

it('no file of the repository, nor of what was built, holds a private key or the token of a service', () => {
  expect('-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA'.match(secretPatterns[0] ?? '')).not.toBeNull()
  const repository = repositoryFiles(['*', '.github/**', '{apps,packages,examples,scripts,docs}/**'])
  const built = repositoryFiles(['apps/{web,server}/dist', 'packages/client/dist']).flatMap((folder) =>
    repositoryFiles(`${folder}/**`),
  )
  // The secrets of a developer's own configuration are where they belong.
  const files = [...repository, ...built].filter((path) => {
    return textFiles.test(path) && path !== '.env' && statSync(repositoryFile(path)).isFile()
  })
  expect(files.length).toBeGreaterThan(500)
  expect(secretPatterns.flatMap((pattern) => found(files, pattern))).toEqual([])
})

it('the web app is built without the variables of the server', () => {
  const variables = [...readRepositoryFile('apps/server/src/config/variables.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)]
  const names = variables.flatMap(([, name]) => (name === undefined ? [] : [name])).filter((name) => name.includes('_'))
  expect(names).toContain('APP_SECRETS')
  const sources = repositoryFiles('apps/web/{src/**/*.{ts,tsx},vite.config.ts,index.html}')
  const shown = names.filter((name) => found(sources, new RegExp(`\\b${name}\\b`, 'g')).length > 0)
  expect(shown).toEqual([])
  expect(found(sources, /\bimport\.meta\.env\.(?!DEV\b|PROD\b|MODE\b)\w+/g)).toEqual([])
})
