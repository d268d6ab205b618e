import { describe, expect, it } from 'vitest'
import { algorithmsOf } from './security/algorithms.ts'
import { tableUnder } from './security/markdown-tables.ts'
import { readRepositoryFile, repositoryFiles } from './docs/repository-files.ts'

const sources = repositoryFiles(['{apps,packages}/*/src/**/*.{ts,tsx}', 'examples/*/src/**/*.ts']).filter(
  (file) => !/\.test\.tsx?$|\/testing\/|^apps\/(?:idp|mailbox|e2e|bench)\//.test(file),
)

/** What `import` may name for cryptography; a package whose name looks like it must be one of these. */
const libraries = [
  '@node-rs/argon2',
  '@simplewebauthn/browser',
  '@simplewebauthn/server/helpers',
  'jose',
  'node:crypto',
  'otpauth',
]
const cryptographic =
  /crypt|cipher|hash|argon|scrypt|pbkdf|jose|jwt|jws|jwk|sodium|nacl|noble|md5|\bsha\d|otp|webauthn/i

describe('the inventory of cryptography', () => {
  it('lists every algorithm that the sources name, and no other', () => {
    const named = sources.flatMap((file) => algorithmsOf(readRepositoryFile(file)).map((name) => `${file}: ${name}`))
    const listed = tableUnder(readRepositoryFile('docs/security/crypto.md'), 'Algorithms').flatMap(
      ([, , names = [], [file = ''] = []]) => names.map((name) => `${file}: ${name}`),
    )
    expect(new Set(named)).toEqual(new Set(listed))
    expect(named).toContain('packages/auth/src/core/app-secrets.ts: aes-256-gcm')
  })

  it('knows every package for cryptography that the sources import', () => {
    const imported = sources.flatMap((file) =>
      Array.from(readRepositoryFile(file).matchAll(/from '([^'.][^']*)'/g), ([, module = '']) => module),
    )
    const found = imported.filter((module) => cryptographic.test(module) && !libraries.includes(module))
    expect(found).toEqual([])
    expect(imported).toEqual(expect.arrayContaining(libraries))
  })

  it.each([
    ["createHash('md5')", ['md5']],
    ["createHmac('SHA1', key)", ['SHA1']],
    ['createCipheriv("des-ede3-cbc", key, iv)', ['des-ede3-cbc']],
    ["hkdfSync('sha512', secret)", ['sha512']],
    ["crypto.subtle.digest('SHA-1', bytes)", ['SHA-1']],
    ["const algorithms = ['HS256', 'none']", ['HS256']],
    ['createHash(name)', ['a name that is not written out: createHash(name)']],
    ["// createHash('md5')\nconst text = 'a sha of grass'", []],
  ])('finds the algorithms of %s', (source, names) => {
    expect(algorithmsOf(source)).toEqual(names)
  })
})
