import { describe, expect, it } from 'vitest'
import {
  approveCode,
  approveConsent,
  clientId,
  codeQuery,
  pollDevice,
  postForm,
  redeemCode,
} from '../support/grants.ts'
import { ada, type Answer, startTestServer, type Visitor } from '../support/test-server.ts'

const issuer = 'http://localhost:0'
const api = 'https://api.example.com'
const files = 'https://files.example.com/v1'
const env = { TOKEN_RESOURCES: `${api}, ${files}` }

const reasonOf = ({ body }: Answer): string => body.error?.data.reason ?? 'no refusal'
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

async function withPerson() {
  const server = await startTestServer({ env })
  const browser = server.visitor()
  await browser.mutate('auth.signUp', ada)
  return { server, browser, program: server.visitor({ 'User-Agent': 'cli/1.0' }) }
}

const refresh = (program: Visitor, refreshToken: string, more = ''): Promise<Answer> =>
  postForm(
    program,
    '/oauth/token',
    `grant_type=refresh_token&client_id=${clientId}&refresh_token=${refreshToken}&${more}`,
  )

const resourceOf = (...values: readonly string[]): string =>
  values.map((value) => `resource=${encodeURIComponent(value)}`).join('&')

describe('an access token', () => {
  it('is for the resource that each grant names, and this server takes only its own', async () => {
    const { server, browser, program } = await withPerson()
    const begun = (await postForm(program, '/oauth/device_authorization', { client_id: clientId, resource: api })).body
    await approveConsent(browser, { userCode: begun.user_code })
    const device = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: begun.device_code }
    const query = codeQuery({ resource: files })
    const password = { email: ada.email, password: ada.password, clientId: 'cli', resource: api }
    const first = (await redeemCode(program, await approveCode(browser, query), { resource: files })).body
    const issued = [
      [files, first.access_token],
      [
        api,
        (await postForm(program, '/oauth/token', { ...device, client_id: clientId, resource: api })).body.access_token,
      ],
      [api, (await program.mutate('tokens.issue', password)).body.result.data.accessToken],
      [api, (await refresh(program, first.refresh_token, resourceOf(api))).body.access_token],
    ]
    for (const [audience, token] of issued) {
      expect(claimsOf(token)).toMatchObject({ iss: issuer, aud: audience })
      for (const path of ['auth.me', 'sessions.list', 'sessions.watch']) {
        const refused = await server.visitor().query(path, bearer(token))
        expect([path, refused.status, reasonOf(refused)]).toEqual([path, 401, 'INVALID_TOKEN'])
      }
      // A service that received it must not end the session either.
      expect((await server.visitor().mutate('tokens.revoke', { token })).status).toBe(200)
      expect((await postForm(server.visitor(), '/oauth/revoke', { token })).status).toBe(200)
    }
    expect(await server.count('sessions WHERE ended_at IS NOT NULL')).toBe(0)
  })

  it('is for this server where no resource is named, whatever the authorization request named', async () => {
    const { browser, program } = await withPerson()
    const code = await approveCode(browser, `${codeQuery({ resource: api })}&${resourceOf(files)}`)
    const { access_token: token } = (await redeemCode(program, code)).body
    expect(claimsOf(token).aud).toBe(issuer)
    expect((await program.query('sessions.list', bearer(token))).status).toBe(200)
    const named = (await redeemCode(program, await approveCode(browser), { resource: issuer })).body
    expect(claimsOf(named.access_token).aud).toBe(issuer)
  })

  it('is issued for each resource from one family of refresh tokens, each of which works once', async () => {
    const { browser, program } = await withPerson()
    let { refresh_token: refreshToken } = (await redeemCode(program, await approveCode(browser))).body
    const used: string[] = []
    for (const resource of [api, files, issuer, api]) {
      const { body } = await refresh(program, refreshToken, resourceOf(resource))
      expect([claimsOf(body.access_token).aud, body.refresh_token === refreshToken]).toEqual([resource, false])
      used.push(refreshToken)
      refreshToken = body.refresh_token
    }
    // The last one again, for another resource: the same successor.
    const again = (await refresh(program, used.at(-1) ?? '', resourceOf(files))).body
    expect([claimsOf(again.access_token).aud, again.refresh_token]).toEqual([files, refreshToken])
    const inTrpc = await program.mutate('tokens.refresh', { refreshToken, clientId, resource: files })
    expect(claimsOf(inTrpc.body.result.data.accessToken).aud).toBe(files)
  })
})

const unknown = ['https://evil.example', `${api}/`, `${api}#a`, api.toUpperCase(), 'api', `${api} ${files}`]

describe('a resource that is not registered', () => {
  it.each(unknown)('is refused at each endpoint, and uses nothing up: %s', async (resource) => {
    const { server, browser, program } = await withPerson()
    const asked = await approveConsent(browser, { query: codeQuery({ resource }) })
    expect(new URL(asked.body.result.data.answerTo).searchParams.get('error')).toBe('invalid_target')
    const device = await postForm(program, '/oauth/device_authorization', { client_id: clientId, resource })
    const code = await approveCode(browser)
    const redeemed = await redeemCode(program, code, { resource })
    const { refresh_token: refreshToken } = (await redeemCode(program, code)).body
    const refreshed = await refresh(program, refreshToken, resourceOf(resource))
    for (const { status, body } of [device, redeemed, refreshed]) {
      expect([status, body.error]).toEqual([400, 'invalid_target'])
    }
    const credentials = { email: ada.email, password: ada.password, clientId: 'cli', resource }
    const issued = await program.mutate('tokens.issue', credentials)
    const inTrpc = await program.mutate('tokens.refresh', { refreshToken, clientId, resource })
    for (const answer of [issued, inTrpc]) expect([answer.status, reasonOf(answer)]).toEqual([400, 'INVALID_TARGET'])
    expect(await server.count('refresh_tokens')).toBe(1)
    expect((await refresh(program, refreshToken)).status).toBe(200)
  })

  it('is refused beside another one: a token is for one resource', async () => {
    const { browser, program } = await withPerson()
    const { refresh_token: refreshToken } = (await redeemCode(program, await approveCode(browser))).body
    const two = await refresh(program, refreshToken, resourceOf(api, files))
    expect([two.status, two.body.error]).toEqual([400, 'invalid_target'])
    expect((await refresh(program, refreshToken, 'resource=')).status).toBe(200)
  })

  it('does not use up a device code', async () => {
    const { browser, program } = await withPerson()
    const begun = (await postForm(program, '/oauth/device_authorization', { client_id: clientId })).body
    await approveConsent(browser, { userCode: begun.user_code })
    const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: begun.device_code }
    const refused = await postForm(program, '/oauth/token', {
      ...grant,
      client_id: clientId,
      resource: 'https://x.example',
    })
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_target'])
    expect((await pollDevice(program, begun.device_code)).status).toBe(200)
  })
})

it('stands in the metadata beside this server', async () => {
  const { program } = await withPerson()
  const { body } = await program.request('/.well-known/oauth-authorization-server')
  expect(body.protected_resources).toEqual([issuer, api, files])
})
