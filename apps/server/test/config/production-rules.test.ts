import { describe, expect, it } from 'vitest'
import { type Config, readConfig } from '../../src/config/read-config.ts'
import { refusalOf } from '../support/config-refusal.ts'
import { testSecret } from '../support/test-secret.ts'

const publicServer = { PUBLIC_URL: 'https://id.example.com', APP_SECRETS: testSecret(), TRUST_PROXY: 'loopback' }
const read = (env: Readonly<Record<string, string>>): Config => readConfig(env, '/srv/latchkey')

describe('the rules of production', () => {
  it.each([
    [{}, true],
    [{ NODE_ENV: 'development' }, true],
    [{ NODE_ENV: 'test', PUBLIC_URL: 'https://id.example.com:8443' }, true],
    [{ PUBLIC_URL: 'https://192.168.1.7' }, true],
    [{ NODE_ENV: 'production', PUBLIC_URL: 'http://localhost:3000' }, true],
    [{ PUBLIC_URL: 'https://localhost:3000' }, false],
    [{ PUBLIC_URL: 'https://127.0.0.1' }, false],
    [{ PUBLIC_URL: 'https://[::1]:8443' }, false],
    [{ PUBLIC_URL: 'http://localhost:3000' }, false],
    [{ PUBLIC_URL: '' }, false],
  ])('hold for a public https address with %j: %s', (changes, production) => {
    expect(read({ ...publicServer, ...changes }).production).toBe(production)
  })

  it.each([
    [{ NODE_ENV: 'production', PUBLIC_URL: '' }, 'PUBLIC_URL must be set'],
    [{ APP_SECRETS: '' }, 'APP_SECRETS must be set'],
    [{ PASSWORD_HASH_PASSES: '1' }, 'too weak for production'],
    [{ GOOGLE_CLIENT_ID: 'latchkey-local', GOOGLE_CLIENT_SECRET: 'x' }, 'latchkey-local'],
    [
      { SMTP_URL: 'smtps://u:p@smtp.example.com', MAIL_FROM: 'a@example.com', MAILBOX_URL: 'http://localhost:3020' },
      'MAILBOX_URL must be left out in production',
    ],
    [{ APP_SECRETS: 'a'.repeat(32) }, 'one of these can be guessed'],
    [{ APP_SECRETS: `${testSecret()},${'changeme'.repeat(4)}` }, 'one of these can be guessed'],
  ])('refuse %j: %s', (changes, words) => {
    const refusal = refusalOf({ ...publicServer, ...changes })
    expect(refusal).toContain(words)
    expect(refusal.split('\n')).toHaveLength(1)
  })

  it.each([
    [{ PASSWORD_HASH_MEMORY_KIB: '47104', PASSWORD_HASH_PASSES: '1' }],
    [{ TRUST_PROXY: '10.0.0.7', HOST: '10.0.0.8' }],
    [{ TRUST_PROXY: '0', HOST: '::' }],
    [{ TRUST_PROXY: '::1' }],
    [{ NODE_ENV: 'production', PUBLIC_URL: 'http://localhost:3000', TRUST_PROXY: '' }],
  ])('take %j', (changes) => {
    expect(read({ ...publicServer, ...changes }).production).toBe(true)
  })

  it.each([
    [{ TRUST_PROXY: '' }, ['TRUST_PROXY should name the proxy in front']],
    [{ TRUST_PROXY: '1' }, ['TRUST_PROXY should name the proxies']],
    [{ TRUST_PROXY: '10.0.0.7' }, ['HOST should be set']],
    [{ TRUST_PROXY: 'private' }, ['HOST should be set']],
    [{ TRUST_PROXY: '0' }, ['HOST should be set']],
    [{ TRUST_PROXY: '0', HOST: '::' }, []],
    [{ TRUST_PROXY: 'loopback' }, []],
    [{ PUBLIC_URL: 'http://localhost:3000', TRUST_PROXY: '1' }, []],
    [{ PUBLIC_URL: '', TRUST_PROXY: '', HOST: '0.0.0.0' }, ['PUBLIC_URL should be set']],
    [{ PUBLIC_URL: '', TRUST_PROXY: '', HOST: '127.0.0.1' }, []],
    [{ PUBLIC_URL: 'http://localhost:3000', APP_SECRETS: 'a'.repeat(32) }, ['one of these can be guessed']],
  ])('warn about %j: %j', (changes, words) => {
    expect(read({ ...publicServer, ...changes }).warnings).toEqual(words.map((each) => expect.stringContaining(each)))
  })

  it('switch off what a server at a public address offers only when its operator asks for it', () => {
    const local = { NODE_ENV: 'production', PUBLIC_URL: 'http://localhost:3000', APP_SECRETS: testSecret() }
    expect(read(local)).toMatchObject({ clients: [{ id: 'latchkey-cli' }], tokens: { byPassword: true } })
    expect(read({})).toMatchObject({ clients: [{ id: 'latchkey-cli' }], tokens: { byPassword: true } })
    expect(read(publicServer)).toMatchObject({ clients: [], tokens: { byPassword: false } })
    const asked = { ...publicServer, COMMAND_LINE_CLIENT: 'on', TOKENS_BY_PASSWORD: 'on' }
    expect(read(asked)).toMatchObject({ clients: [{ id: 'latchkey-cli' }], tokens: { byPassword: true } })
  })
})

it('the server listens on this machine unless HOST says otherwise', () => {
  expect(read({}).host).toBe('127.0.0.1')
  expect(read(publicServer).host).toBe('127.0.0.1')
  expect(read({ ...publicServer, HOST: '::' }).host).toBe('::')
})

it('names of networks stand for their addresses', () => {
  expect(read({ TRUST_PROXY: 'loopback, private,2001:db8::7' }).trustProxy).toEqual([
    '127.0.0.0/8',
    '::1/128',
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    'fc00::/7',
    '2001:db8::7',
  ])
})
