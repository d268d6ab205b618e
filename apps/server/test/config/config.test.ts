import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultRateLimits } from '@latchkey/auth'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/read-config.ts'
import { variables } from '../../src/config/variables.ts'
import { refusalOf } from '../support/config-refusal.ts'
import { testSecret } from '../support/test-secret.ts'
import { root } from '../../src/paths.ts'

const secret = testSecret()
const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://id.example.com',
  APP_SECRETS: secret,
  TRUST_PROXY: 'loopback',
}

describe('the configuration', () => {
  it('needs nothing to be set on a laptop', () => {
    expect(readConfig({}, '/srv/latchkey')).toEqual({
      production: false,
      warnings: [],
      host: '127.0.0.1',
      port: 3000,
      publicUrl: new URL('http://localhost:3000'),
      databaseFile: '/srv/latchkey/data/latchkey.db',
      postgresUrl: null,
      postgresDirectUrl: null,
      redisUrl: null,
      geolocationDatabase: null,
      trustProxy: false,
      logLevel: 'info',
      password: {
        minLength: 8,
        breachedFile: null,
        breachedUrl: null,
        argon2: { memoryCost: 19_456, timeCost: 2 },
      },
      mail: null,
      secondFactor: 'admins',
      captcha: null,
      relyingParty: { id: 'localhost', name: 'Latchkey', origin: 'http://localhost:3000' },
      support: null,
      session: {
        browser: { idle: 12 * 3_600_000, absolute: 24 * 3_600_000 },
        remembered: { idle: 14 * 86_400_000, absolute: 90 * 86_400_000 },
        stepUp: 600_000,
        keepEnded: 90 * 86_400_000,
        perUser: 20,
      },
      keepEvents: 365 * 86_400_000,
      rateLimits: defaultRateLimits,
      providers: [],
      secrets: [],
      clients: [
        {
          id: 'latchkey-cli',
          name: 'Latchkey CLI',
          redirectUris: ['http://127.0.0.1/callback', 'http://[::1]/callback'],
          device: true,
        },
      ],
      tokens: { algorithm: 'EdDSA', byPassword: true, resources: [] },
    })
  })

  it('takes secrets in the order in which they are named, the newest first', () => {
    const newer = testSecret('newer')
    expect(readConfig({ APP_SECRETS: `${newer}, ${secret}` }, '/').secrets).toEqual([newer, secret])
  })

  it('treats an empty variable as one that is not set', () => {
    expect(readConfig({ PORT: '', PUBLIC_URL: '' }, '/').port).toBe(3000)
  })

  it('follows the port where no public address is given', () => {
    expect(readConfig({ PORT: '4000' }, '/').publicUrl.origin).toBe('http://localhost:4000')
  })

  it.each([
    ['file:./a.db', '/srv/latchkey/a.db'],
    ['file:a.db', '/srv/latchkey/a.db'],
    ['file:/var/lib/a.db', '/var/lib/a.db'],
    ['file:///var/lib/a.db', '/var/lib/a.db'],
  ])('finds the database %s at %s', (DATABASE_URL, file) => {
    expect(readConfig({ DATABASE_URL }, '/srv/latchkey').databaseFile).toBe(file)
  })

  it.each([
    'postgres://latchkey:pw@db.example.com/latchkey',
    'postgresql://latchkey@127.0.0.1:5433/other?sslmode=require',
  ])('uses the PostgreSQL at %s, with a secret that all servers share', (DATABASE_URL) => {
    const config = readConfig({ DATABASE_URL, APP_SECRETS: secret }, '/srv/latchkey')
    expect([config.databaseFile, config.postgresUrl]).toEqual([null, DATABASE_URL])
    expect(() => readConfig({ DATABASE_URL }, '/srv/latchkey')).toThrow('APP_SECRETS must be set with PostgreSQL')
  })

  it.each([
    ['./data/city.mmdb', '/srv/latchkey/data/city.mmdb'],
    ['/var/lib/GeoIP/city.mmdb', '/var/lib/GeoIP/city.mmdb'],
  ])('finds the database of places %s at %s', (PLACE_DATABASE, file) => {
    expect(readConfig({ PLACE_DATABASE }, '/srv/latchkey').geolocationDatabase).toBe(file)
  })

  it.each([
    ['Help@Example.com', { href: 'mailto:help@example.com', text: 'help@example.com' }],
    ['what?cc=x&y@example.com', { href: 'mailto:what%3Fcc%3Dx%26y@example.com', text: 'what?cc=x&y@example.com' }],
    ['https://example.com', { href: 'https://example.com/', text: 'example.com' }],
    ['https://example.com/help?a=1#b', { href: 'https://example.com/help?a=1#b', text: 'example.com/help' }],
  ])('sends users who forgot their password to %s', (SUPPORT_CONTACT, support) => {
    expect(readConfig({ SUPPORT_CONTACT }, '/').support).toEqual(support)
  })

  it.each([
    [{ SUPPORT_CONTACT: 'help' }, 'SUPPORT_CONTACT'],
    [{ SUPPORT_CONTACT: 'javascript:alert(1)' }, 'SUPPORT_CONTACT'],
    [{ SUPPORT_CONTACT: 'http://example.com/help' }, 'SUPPORT_CONTACT'],
    [{ SUPPORT_CONTACT: 'https://me:secret@example.com' }, 'SUPPORT_CONTACT'],
    [{ DATABASE_URL: 'postgres://db.example.com', APP_SECRETS: secret }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'mysql://db.example.com/latchkey', APP_SECRETS: secret }, 'DATABASE_URL'],
    [{ APP_SECRETS: 'short' }, 'APP_SECRETS'],
    [{ APP_SECRETS: `${secret},short` }, 'APP_SECRETS'],
    [{ ACCESS_TOKEN_ALGORITHM: 'HS256' }, 'ACCESS_TOKEN_ALGORITHM'],
    [{ TOKENS_BY_PASSWORD: 'yes' }, 'TOKENS_BY_PASSWORD'],
    [{ TOKEN_RESOURCES: 'http://api.example.com' }, 'TOKEN_RESOURCES'],
    [{ TOKEN_RESOURCES: 'https://api.example.com#a' }, 'TOKEN_RESOURCES'],
    [{ TOKEN_RESOURCES: 'https://api.example.com,' }, 'TOKEN_RESOURCES'],
    [{ TOKEN_RESOURCES: 'api' }, 'TOKEN_RESOURCES'],
    [{ PORT: 'abc' }, 'PORT'],
    [{ PORT: '65536' }, 'PORT'],
    [{ PORT: '-1' }, 'PORT'],
    [{ PUBLIC_URL: 'id.example.com' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'https://id.example.com/app' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'http://id.example.com' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'ftp://id.example.com' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'https://id.example.com/#x' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'https://:secret@id.example.com' }, 'PUBLIC_URL'],
    [{ DATABASE_URL: 'postgres://localhost' }, 'DATABASE_URL'],
    [{ REDIS_URL: 'redis://localhost' }, 'REDIS_URL'],
    [{ REDIS_URL: 'localhost:6379' }, 'REDIS_URL'],
    [{ DATABASE_DIRECT_URL: 'postgres://localhost/latchkey' }, 'DATABASE_DIRECT_URL'],
    [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: 'everyone' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: '10.0.0.0/99' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: '300.1.1.1' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: ':' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: '0.0.0.0/0' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: '::/0' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: '0.0.0.0/1,128.0.0.0/1' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: '::ffff:10.0.0.1' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: 'loopback,everyone' }, 'TRUST_PROXY'],
    [{ DATABASE_URL: 'file://elsewhere/latchkey.db' }, 'DATABASE_URL'],
    [{ TRUST_PROXY: '10.0.0.0/8/8' }, 'TRUST_PROXY'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ NODE_ENV: 'prod' }, 'NODE_ENV'],
    [{ PASSWORD_MIN_LENGTH: '7' }, 'PASSWORD_MIN_LENGTH'],
    [{ PASSWORD_MIN_LENGTH: '1e3' }, 'PASSWORD_MIN_LENGTH'],
    [{ SESSION_IDLE_HOURS: '0' }, 'SESSION_IDLE_HOURS'],
  ])('refuses %j and names the variable', (environment, name) => {
    const refusal = refusalOf(environment)
    expect(refusal).toMatch(new RegExp(`^${name} must be `))
    expect(refusal.split('\n')).toHaveLength(1)
  })

  it('names every bad variable at once', () => {
    const lines = refusalOf({ PORT: 'x', LOG_LEVEL: 'x', TRUST_PROXY: 'x' }).split('\n')
    expect(new Set(lines.map((line) => line.split(' ', 1)[0]))).toEqual(new Set(['PORT', 'LOG_LEVEL', 'TRUST_PROXY']))
    expect(lines).toHaveLength(3)
  })
})

describe('providers', () => {
  const client = { CLIENT_ID: 'id', CLIENT_SECRET: 'secret' }
  const variablesOf = (name: string, values: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(values).map(([variable, value]) => [`${name}_${variable}`, value]))
  const example = variablesOf('OIDC_EXAMPLE', { ...client, ISSUER: 'https://id.example.com/tenant' })

  it('are what their variables make them, in the order in which they are offered', () => {
    const environment = { ...example, ...variablesOf('GITHUB', client), ...variablesOf('GOOGLE', client) }
    const credentials = { clientId: 'id', clientSecret: 'secret' }
    expect(readConfig(environment, '/').providers).toEqual([
      {
        definition: expect.objectContaining({ id: 'google' }),
        settings: { id: 'google', name: 'Google', issuer: 'https://accounts.google.com', ...credentials },
      },
      {
        definition: expect.objectContaining({ id: 'github' }),
        settings: { id: 'github', name: 'GitHub', baseUrl: 'https://github.com', ...credentials },
      },
      {
        definition: expect.objectContaining({ prefix: 'OIDC' }),
        settings: { id: 'example', name: 'Example', issuer: 'https://id.example.com/tenant', ...credentials },
      },
    ])
  })

  it('may have another name and another address', () => {
    const { providers } = readConfig(
      {
        ...example,
        OIDC_EXAMPLE_NAME: 'Example ID',
        ...variablesOf('GITHUB', client),
        GITHUB_BASE_URL: 'https://git.example.com/',
      },
      '/',
    )
    expect(providers.map(({ settings }) => settings)).toMatchObject([
      { baseUrl: 'https://git.example.com' },
      { id: 'example', name: 'Example ID' },
    ])
  })

  it.each([
    [
      { OIDC_MY_IDP_ISSUER: 'https://a.example' },
      'OIDC_MY_IDP_ISSUER must name its provider in letters and digits: OIDC_EXAMPLE_….',
    ],
    [{ GOOGLE_CLIENT_ID: 'id' }, 'GOOGLE_CLIENT_SECRET must be set beside GOOGLE_CLIENT_ID.'],
    [{ GITHUB_CLIENT_SECRET: 'x' }, 'GITHUB_CLIENT_ID must be set beside GITHUB_CLIENT_SECRET.'],
    [
      { OIDC_A_ISSUER: 'https://a.example' },
      'OIDC_A_CLIENT_ID and OIDC_A_CLIENT_SECRET must be set beside OIDC_A_ISSUER.',
    ],
    [{ OIDC_A_CLIENT_ID: 'id' }, 'OIDC_A_ISSUER must be set beside OIDC_A_CLIENT_ID.'],
    [
      { ...example, OIDC_EXAMPLE_ISSUER: 'http://id.example.com' },
      'OIDC_EXAMPLE_ISSUER must be an https address (http only on localhost).',
    ],
    [
      { GITHUB_BASE_URL: 'http://git.example.com' },
      'GITHUB_BASE_URL must be an https address (http only on localhost).',
    ],
    [{ ENTRA_CLIENT_ID: 'id', ENTRA_CLIENT_SECRET: 'x' }, 'ENTRA_TENANT must be set beside ENTRA_CLIENT_ID.'],
    [
      { ENTRA_TENANT: 'contoso.onmicrosoft.com' },
      'ENTRA_TENANT must be the id of a tenant, or common, organizations or consumers.',
    ],
    [
      { APPLE_PRIVATE_KEY: 'no key' },
      'APPLE_PRIVATE_KEY must be a private key for ES256 in PEM, like in the .p8 file of Apple.',
    ],
    [
      { APPLE_CLIENT_ID: 'id', APPLE_TEAM_ID: 'team' },
      'APPLE_PRIVATE_KEY and APPLE_KEY_ID must be set beside APPLE_CLIENT_ID.',
    ],
    [
      { ...example, OIDC_OKTA_ISSUER: 'https://a.example', OIDC_OKTA_CLIENT_ID: 'id', OIDC_OKTA_CLIENT_SECRET: 'x' },
      'OIDC_OKTA_… is taken: use OKTA_….',
    ],
  ])('are refused as %j', (environment, words) => {
    expect(refusalOf(environment)).toBe(words)
  })

  it('of the project’s own are not for production', () => {
    const local = { ...variablesOf('GOOGLE', client), GOOGLE_CLIENT_ID: 'latchkey-local' }
    expect(readConfig(local, '/').providers).toHaveLength(1)
    expect(refusalOf({ ...production, ...local })).toContain('latchkey-local')
    // An issuer on localhost that the operator named is their choice.
    const own = { ...production, ...example, OIDC_EXAMPLE_ISSUER: 'http://localhost:8080/realms/x' }
    expect(readConfig(own, '/').providers).toHaveLength(1)
  })
})

describe('.env.example', () => {
  const lines = readFileSync(join(root, '.env.example'), 'utf8').split('\n')
  const entries = lines.flatMap((line) => /^# ?([A-Z0-9_]+)=(.*)$/.exec(line)?.slice(1, 3) ?? []).length

  it('lists every variable there is, each with its default', () => {
    const listed = new Map(
      lines.flatMap((line) => {
        const match = /^# ([A-Z0-9_]+)=(.*)$/.exec(line)
        return match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const]
      }),
    )
    expect([...listed.keys()].toSorted()).toEqual(Object.keys(variables.shape).toSorted())
    expect(entries / 2).toBe(listed.size)
    const { HOST, ...defaults } = Object.fromEntries(listed)
    expect(HOST).toBe('127.0.0.1')
    const withExamples = readConfig({ ...defaults, HOST }, '/srv/latchkey')
    expect(withExamples).toEqual(readConfig({}, '/srv/latchkey'))
  })
})
