import { randomBytes } from 'node:crypto'
import { appRouter } from '@latchkey/api'
import { describe, expect, it, vi } from 'vitest'
import { type BuiltServer, shareBuiltServer } from '../support/built-server.ts'
import { approveCode, clientId, codeQuery, postForm, redirectUri } from '../support/grants.ts'
import { linesOfRequest } from '../support/log-entries.ts'
import { ada, type Answer, type Visitor } from '../support/test-server.ts'

type ProcedureType = 'query' | 'mutation' | 'subscription'

// At run time tRPC keeps all procedures flat, by path; its types keep the nesting.
const procedures = Object.entries(
  appRouter._def.procedures as unknown as Readonly<Record<string, { readonly _def: { readonly type: ProcedureType } }>>,
)

const mark = 'Kanarie-'

/** Returns a value that occurs nowhere else, of the length of a token: where its mark is found, the server wrote it. */
function canary(): string {
  return `${mark}${randomBytes(24).toString('base64url')}`
}

/** Every name under which some input has a secret, and some that none has. */
const secretFields = (): Record<string, string> =>
  Object.fromEntries(
    [
      'password',
      'currentPassword',
      'newPassword',
      'token',
      'refreshToken',
      'accessToken',
      'idToken',
      'code',
      'codeVerifier',
      'state',
      'userCode',
      'clientSecret',
      'secret',
      'captcha',
      'cookie',
      'authorization',
    ].map((field) => [field, canary()]),
  )

/** For procedures with a secret in their input: an input that they take. */
const validInputs: Readonly<Record<string, () => object>> = {
  'auth.signIn': () => ({ email: `${canary()}@example.com`.toLowerCase(), password: canary() }),
  'auth.stepUp': () => ({ password: canary() }),
  'passwords.change': () => ({ currentPassword: canary(), newPassword: canary() }),
  'passwords.set': () => ({ newPassword: canary() }),
  'oauth.callback': () => ({
    provider: 'google',
    params: { state: canary(), code: canary(), error_description: canary() },
  }),
  'tokens.issue': () => ({ email: ada.email, password: canary(), clientId }),
  'tokens.refresh': () => ({ refreshToken: canary(), clientId }),
  'tokens.revoke': () => ({ token: canary() }),
  'grants.codeRequest': () => ({ query: codeQuery({ state: canary() }) }),
}

function call(visitor: Visitor, path: string, type: ProcedureType, input: unknown): Promise<Answer> {
  const headers = { 'X-Secret': canary(), Referer: `http://127.0.0.1/?code=${canary()}` }
  if (type === 'mutation') return visitor.mutate(path, input, headers)
  return visitor.query(`${path}?input=${encodeURIComponent(JSON.stringify(input))}`, headers)
}

/** The spellings in which a value could be written. In base64 it may begin at any of three places. */
function spellings(secret: string): readonly string[] {
  const base64 = ['', 'a', 'aa'].map((before) => {
    const text = Buffer.from(before + secret).toString('base64url')
    return text.slice(before === '' ? 0 : before.length + 1, -3)
  })
  return [secret, secret.toLowerCase(), ...base64, Buffer.from(secret).toString('hex')]
}

async function expectNowhere(server: BuiltServer, ...secrets: readonly string[]): Promise<void> {
  const last = await server.visitor().request('/last')
  await vi.waitFor(() => expect(linesOfRequest(server.log, last.headers)).toHaveLength(1))
  const log = server.log.join('\n')
  const written = [log, decodeAll(log), (await server.databaseBytes()).toString('latin1')].join('\n')
  expect([mark, ...secrets].flatMap(spellings).filter((spelling) => written.includes(spelling))).toEqual([])
}

const decodeAll = (text: string): string =>
  text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escaped) => Buffer.from(escaped.replaceAll('%', ''), 'hex').toString())

describe('a secret that is sent to the server', () => {
  const server = shareBuiltServer({ env: { ATTEMPTS_PER_NETWORK: '1000' } })

  it('in the input of any procedure is in no line of the log and nowhere in the database', async () => {
    const visitor = server().visitor()
    await visitor.mutate('auth.signUp', ada)
    for (const [path, { _def }] of procedures) {
      // A good call of a subscription gets a stream that does not end.
      const good = validInputs[path]
      const inputs = [secretFields(), ...(good === undefined ? [] : [good(), { ...good(), unknown: canary() }])]
      for (const input of inputs) await call(visitor, path, _def.type, input)
      await visitor.post(path, `{"password":"${canary()}", `)
      await visitor.request(`/trpc/${path}?input=${canary()}&token=${canary()}`)
    }
    await expectNowhere(server())
  })

  it('in a header, a cookie or a query is in no line of the log and nowhere in the database', async () => {
    const visitor = server().visitor()
    const headers: readonly Readonly<Record<string, string>>[] = [
      { Authorization: `Bearer ${canary()}` },
      { Authorization: `Bearer lka_${canary()}.${canary()}.${canary()}` },
      { Authorization: `Basic ${Buffer.from(`id:${canary()}`).toString('base64')}` },
      { Cookie: `latchkey=${canary()}; latchkey-trip=${canary()}` },
      { Referer: `http://127.0.0.1/oauth/callback/google?code=${canary()}` },
      { Origin: `http://${canary()}.example` },
      { 'X-Forwarded-For': canary() },
      { 'X-Request-Id': canary() },
    ]
    for (const header of headers) {
      for (const path of ['/trpc/auth.me', '/trpc/sessions.list', '/oauth/token', '/', '/healthz', '/readyz']) {
        await visitor.request(`${path}?code=${canary()}&state=${canary()}`, { headers: header })
      }
      await visitor.request(`/oauth/callback/google?code=${canary()}&state=${canary()}`, { headers: header })
    }
    await expectNowhere(server())
  })

  it('to an OAuth endpoint is in no line of the log and nowhere in the database', async () => {
    const visitor = server().visitor()
    const grants = ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code', 'password']
    for (const grant of grants) {
      const form = { grant_type: grant, client_id: clientId, redirect_uri: redirectUri, code: canary() }
      const secrets = {
        code_verifier: canary(),
        refresh_token: canary(),
        device_code: canary(),
        client_secret: canary(),
      }
      await postForm(visitor, '/oauth/token', { ...form, ...secrets })
      await postForm(visitor, '/oauth/token', { ...form, ...secrets, resource: `https://${canary()}.example` })
      await postForm(visitor, `/oauth/token?code=${canary()}`, `grant_type=${grant}&code=${canary()}&code=${canary()}`)
    }
    await postForm(visitor, '/oauth/revoke', { token: canary(), client_id: clientId })
    await postForm(visitor, '/oauth/device_authorization', { client_id: clientId, scope: canary() })
    await visitor.post('../oauth/token', JSON.stringify({ code: canary() }))
    await expectNowhere(server())
  })

  it('and that works is in no line of the log and nowhere in the database', async () => {
    const browser = server().visitor()
    const password = canary()
    await browser.mutate('auth.signUp', { ...ada, email: 'bob@example.com', password })
    const secrets = [browser.token]
    const program = server().visitor()
    const issued = await program.mutate('tokens.issue', { email: 'bob@example.com', password, clientId })
    const { accessToken, refreshToken } = issued.body.result.data
    const refreshed = await postForm(program, '/oauth/token', {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: clientId,
    })
    secrets.push(accessToken, refreshToken, refreshed.body.access_token, refreshed.body.refresh_token)
    secrets.push(await approveCode(browser))
    await program.query('auth.me', { Authorization: `Bearer ${accessToken}` })
    const changed = canary()
    await browser.mutate('passwords.change', { currentPassword: password, newPassword: changed })
    secrets.push(browser.token)
    await expectNowhere(server(), ...secrets)
  })
})
