import { signingAlgorithms } from '@latchkey/auth'
import { describe, expect, it } from 'vitest'
import { type Answer, ada, startTestServer } from '../support/test-server.ts'
import { startWithClient } from '../support/client-session.ts'
import { sendRaw } from '../support/raw-request.ts'

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })
const reasonIn = (text: string): string => /"reason":"(\w+)"/.exec(text)?.[1] ?? 'no refusal'
const outcomeOf = ({ status, text }: Pick<Answer, 'status' | 'text'>) => [status, reasonIn(text)]

const good = [200, 'no refusal']
const notSignedIn = [401, 'NOT_SIGNED_IN']
const invalid = [401, 'INVALID_TOKEN']
const ambiguous = [400, 'AMBIGUOUS_CREDENTIALS']
/** Node's parser refuses the bytes before there is a request. */
const unparsed = [400, 'MALFORMED_REQUEST']

type Given = { readonly t: string; readonly cookie: string; readonly id: string }
type Line = readonly [name: string, outcome: readonly (number | string)[], lines: (given: Given) => readonly string[]]

const requests: readonly Line[] = [
  ['Bearer and the token', good, ({ t }) => [`Authorization: Bearer ${t}`]],
  ['the scheme in lower case (RFC 9110 §11.1)', good, ({ t }) => [`authorization: bearer ${t}`]],
  ['the scheme in capitals', good, ({ t }) => [`AUTHORIZATION: BEARER ${t}`]],
  ['more than one space (RFC 9110 §11.4)', good, ({ t }) => [`Authorization: Bearer    ${t}`]],
  ['spaces around all of it', good, ({ t }) => [`Authorization:   Bearer ${t}   `]],
  ['no space after the colon', good, ({ t }) => [`Authorization:Bearer ${t}`]],
  ['nothing', notSignedIn, () => []],
  ['an empty header', notSignedIn, () => ['Authorization:']],
  ['the scheme alone', invalid, () => ['Authorization: Bearer']],
  ['the scheme and a space', invalid, () => ['Authorization: Bearer ']],
  ['a space and a tab', invalid, ({ t }) => [`Authorization: Bearer \t${t}`]],
  ['a tab for the space', notSignedIn, ({ t }) => [`Authorization: Bearer\t${t}`]],
  ['no space', notSignedIn, ({ t }) => [`Authorization: Bearer${t}`]],
  ['a colon', notSignedIn, ({ t }) => [`Authorization: Bearer: ${t}`]],
  ['an equals sign', notSignedIn, ({ t }) => [`Authorization: Bearer=${t}`]],
  ['no scheme', notSignedIn, ({ t }) => [`Authorization: ${t}`]],
  ['another scheme', notSignedIn, ({ t }) => [`Authorization: Basic ${t}`]],
  ['the scheme of DPoP', notSignedIn, ({ t }) => [`Authorization: DPoP ${t}`]],
  ['a scheme that begins like ours', notSignedIn, ({ t }) => [`Authorization: Bearer-X ${t}`]],
  ['another scheme first', notSignedIn, ({ t }) => [`Authorization: Basic YTpi, Bearer ${t}`]],
  ['another scheme last', invalid, ({ t }) => [`Authorization: Bearer ${t}, Basic YTpi`]],
  ['a list of two', invalid, ({ t }) => [`Authorization: Bearer ${t}, Bearer ${t}`]],
  ['a fold in the line', unparsed, ({ t }) => ['Authorization: Bearer', ` ${t}`]],
  ['a space before the colon', unparsed, ({ t }) => [`Authorization : Bearer ${t}`]],
  ['a NUL', unparsed, ({ t }) => [`Authorization: Bearer ${t}\0`]],
  ['two headers, alike', ambiguous, ({ t }) => [`Authorization: Bearer ${t}`, `Authorization: Bearer ${t}`]],
  ['two headers, the good one first', ambiguous, ({ t }) => [`Authorization: Bearer ${t}`, 'Authorization: Bearer x']],
  ['two headers, the good one last', ambiguous, ({ t }) => ['Authorization: Bearer x', `authorization: Bearer ${t}`]],
  [
    'two headers, one of another scheme',
    ambiguous,
    ({ t }) => ['Authorization: Basic YTpi', `Authorization: Bearer ${t}`],
  ],
  ['two headers, one empty', ambiguous, ({ t }) => ['Authorization:', `Authorization: Bearer ${t}`]],
  ['a header that is meant for a proxy', notSignedIn, ({ t }) => [`Proxy-Authorization: Bearer ${t}`]],
  [
    'a header of its own',
    notSignedIn,
    ({ t }) => [`X-Access-Token: ${t}`, `Access-Token: ${t}`, `X-Authorization: Bearer ${t}`],
  ],
  [
    'a session cookie as well',
    ambiguous,
    ({ t, cookie }) => [`Authorization: Bearer ${t}`, `Cookie: latchkey=${cookie}`],
  ],
  [
    'a session cookie as well, a space after its name',
    ambiguous,
    ({ t, cookie }) => [`Authorization: Bearer ${t}`, `Cookie: latchkey =${cookie}`],
  ],
  ['an unknown session cookie as well', ambiguous, ({ t }) => [`Authorization: Bearer ${t}`, 'Cookie: latchkey=x']],
  [
    'two session cookies as well',
    ambiguous,
    ({ t }) => [`Authorization: Bearer ${t}`, 'Cookie: latchkey=x', 'Cookie: latchkey=y'],
  ],
  [
    'a bad token and a good cookie',
    ambiguous,
    ({ cookie }) => ['Authorization: Bearer x', `Cookie: latchkey=${cookie}`],
  ],
  [
    'an empty token and a good cookie',
    ambiguous,
    ({ cookie }) => ['Authorization: Bearer', `Cookie: latchkey=${cookie}`],
  ],
  ['a cookie of another name as well', good, ({ t }) => [`Authorization: Bearer ${t}`, 'Cookie: theme=dark']],
  ['the token as session cookie', [401, 'SESSION_ENDED'], ({ t }) => [`Cookie: latchkey=${t}`]],
  ['the secret of a session cookie', invalid, ({ cookie }) => [`Authorization: Bearer ${cookie}`]],
  ['the id of its session', invalid, ({ id }) => [`Authorization: Bearer ${id}`]],
  [
    'a page of another site',
    [403, 'CROSS_SITE_REQUEST'],
    ({ t }) => [`Authorization: Bearer ${t}`, 'Sec-Fetch-Site: cross-site'],
  ],
  [
    'a page of a sibling',
    [403, 'CROSS_SITE_REQUEST'],
    ({ t }) => [`Authorization: Bearer ${t}`, 'Sec-Fetch-Site: same-site'],
  ],
  [
    'the origin of another site',
    [403, 'CROSS_SITE_REQUEST'],
    ({ t }) => [`Authorization: Bearer ${t}`, 'Origin: https://e.example'],
  ],
  ['the origin null', [403, 'CROSS_SITE_REQUEST'], ({ t }) => [`Authorization: Bearer ${t}`, 'Origin: null']],
  ['more than Node reads of a head', [431, 'MALFORMED_REQUEST'], () => [`Authorization: Bearer ${'A'.repeat(17_000)}`]],
]

describe('a request', () => {
  it('acts as its token only when the token stands in the one valid form of the header', async () => {
    const { server, browser, token, sessionId } = await startWithClient('EdDSA')
    const outcomes: unknown[] = []
    for (const [name, , lines] of requests) {
      const sent = lines({ t: token, cookie: browser.token, id: sessionId })
      outcomes.push([name, ...outcomeOf(await sendRaw(server.url, '/trpc/sessions.list', sent))])
    }
    expect(outcomes).toEqual(requests.map(([name, outcome]) => [name, ...outcome]))
    expect(server.log.filter((line) => line.includes(token.slice(-43)) || /"level":[56]0/.test(line))).toEqual([])
  })

  it('takes no token from its query or its body (RFC 6750 §2.2, §2.3)', async () => {
    const { server, token } = await startWithClient('EdDSA')
    const visitor = server.visitor()
    const parameters = encodeURIComponent(JSON.stringify({ Authorization: `Bearer ${token}` }))
    for (const query of [`access_token=${token}`, `token=${token}`, `connectionParams=${parameters}`]) {
      expect([query, ...outcomeOf(await visitor.query(`sessions.list?${query}`))]).toEqual([query, ...notSignedIn])
    }
    expect(outcomeOf(await visitor.mutate('sessions.endOthers', { access_token: token }))[0]).not.toBe(200)
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect((await visitor.post('sessions.endOthers', `access_token=${token}`, form)).status).toBe(415)
    expect(await server.count('sessions WHERE ended_at IS NOT NULL')).toBe(0)
    expect(server.log.join('')).not.toContain(token.slice(-43))
  })

  it('is refused as a whole for a bad token: a batch, a subscription, a public call', async () => {
    const { server } = await startWithClient('EdDSA')
    for (const path of ['auth.me,sessions.list?batch=1', 'sessions.watch', 'auth.me', 'no.such', '']) {
      expect([path, ...outcomeOf(await server.visitor().query(path, bearer('x')))]).toEqual([path, ...invalid])
    }
    expect(outcomeOf(await server.visitor().mutate('auth.signUp', ada, bearer('x')))).toEqual(invalid)
    expect(await server.count('users')).toBe(1)
  })

  it('treats a huge token in its body as input', async () => {
    const { server, token } = await startWithClient('EdDSA')
    const visitor = server.visitor()
    expect(outcomeOf(await visitor.mutate('tokens.revoke', { token: `${token}${'A'.repeat(3000)}` }))).toEqual(good)
    expect(outcomeOf(await visitor.mutate('tokens.revoke', { token: 'A'.repeat(5000) }))[0]).toBe(400)
    expect(outcomeOf(await visitor.mutate('tokens.revoke', { token: 'A'.repeat(70_000) }))[0]).toBe(413)
    expect((await visitor.query('sessions.list', bearer(token))).status).toBe(200)
  })
})

describe.each(signingAlgorithms)('under %s, a token of ours', (algorithm) => {
  it('stands for a client session of its own user, and for no other', async () => {
    const { server, browser, forger } = await startWithClient(algorithm)
    const own = (await browser.query('auth.me')).body.result.data
    const grace = { ...ada, email: 'grace@example.com' }
    const stranger = server.visitor()
    await stranger.mutate('auth.signUp', grace)
    const theirs = (await stranger.query('auth.me')).body.result.data
    const client = { email: grace.email, password: grace.password, clientId: 'cli' }
    const tokens = (await server.visitor().mutate('tokens.issue', client)).body.result.data

    const claims = [
      { sub: theirs.user.id },
      { sub: 'unknown' },
      { sub: '' },
      { sid: own.session.id },
      { sid: theirs.session.id },
      { sid: tokens.sessionId },
      { sid: 'none' },
      { sid: '' },
      { sub: theirs.user.id, sid: theirs.session.id },
    ]
    for (const changes of claims) {
      const answer = await server.visitor().query('auth.me', bearer(await forger.signed(changes)))
      expect([changes, ...outcomeOf(answer)]).toEqual([changes, 401, 'SESSION_ENDED'])
    }
  })

  it('gives the current role of its user, although its claim says another', async () => {
    const { server, forger } = await startWithClient(algorithm)
    for (const role of ['admin', ['admin'], null, undefined]) {
      const { body } = await server.visitor().query('auth.me', bearer(await forger.signed({ role })))
      expect(body.result.data.user.role).toBe('user')
    }
  })

  it('expires ten minutes after it was signed, although its claim says later', async () => {
    let moment = new Date('2100-01-01T00:00:00Z')
    const { server, forger } = await startWithClient(algorithm, { now: () => moment })
    const token = await forger.signed({ exp: Number.MAX_SAFE_INTEGER })
    moment = new Date(moment.getTime() + 605_000)
    expect(outcomeOf(await server.visitor().query('auth.me', bearer(token)))).toEqual(good)
    moment = new Date(moment.getTime() + 1000)
    expect(outcomeOf(await server.visitor().query('auth.me', bearer(token)))).toEqual(invalid)
  })

  it('is refused when its session ended, or when the role of its user changed', async () => {
    const { server, browser, token, sessionId } = await startWithClient(algorithm)
    await browser.mutate('sessions.end', { id: sessionId })
    const client = { email: ada.email, password: ada.password, clientId: 'cli' }
    const later = (await server.visitor().mutate('tokens.issue', client)).body.result.data
    const { auth } = server.container
    const described = await auth.describeUser(ada.email)
    if (described === null) expect.unreachable('Ada has signed up')
    await auth.sessions.changeRole(described.user, 'admin')
    for (const ended of [token, later.accessToken]) {
      for (const path of ['auth.me', 'sessions.list', 'sessions.watch']) {
        const answer = await server.visitor().query(path, bearer(ended))
        expect([path, ...outcomeOf(answer)]).toEqual([path, 401, 'SESSION_ENDED'])
        expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer error="invalid_token"')
      }
    }
  })

  it('is refused by every server from the answer to the ending on', async () => {
    const { server, browser } = await startWithClient(algorithm)
    const other = await startTestServer({
      env: { ACCESS_TOKEN_ALGORITHM: algorithm, ...server.databaseEnv },
      now: () => new Date('2100-01-01T00:00:00Z'),
    })
    const visitors = [server.visitor(), other.visitor()]
    const credentials = { email: ada.email, password: ada.password, clientId: 'cli' }
    const seen = new Set<string>()
    for (let round = 0; round < 20; round += 1) {
      const { accessToken, sessionId } = (await server.visitor().mutate('tokens.issue', credentials)).body.result.data
      const use = () => visitors.map((visitor) => visitor.query('sessions.list', bearer(accessToken)))
      const before = Array.from({ length: 5 }, use).flat()
      const ending = browser.mutate('sessions.end', { id: sessionId })
      const during = Array.from({ length: 5 }, use).flat()
      expect((await ending).status).toBe(200)
      for (const answer of await Promise.all(use())) expect(outcomeOf(answer)).toEqual([401, 'SESSION_ENDED'])
      for (const answer of await Promise.all([...before, ...during])) seen.add(outcomeOf(answer).join(' '))
    }
    expect([...seen].filter((outcome) => !['200 no refusal', '401 SESSION_ENDED'].includes(outcome))).toEqual([])
  })
})

/** The order of the group of ES256, FIPS 186-5. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

describe('the second valid signature of an ES256 token', () => {
  it('is accepted (RFC 7515 does not forbid it), and ends with the session like the first', async () => {
    const { server, browser, token, sessionId, forger } = await startWithClient('ES256')
    const [r, s] = [forger.signature.subarray(0, 32), forger.signature.subarray(32)]
    const mirrored = (order - BigInt(`0x${s.toString('hex')}`)).toString(16).padStart(64, '0')
    const twin = forger.resigned(Buffer.concat([r, Buffer.from(mirrored, 'hex')]))
    expect(twin).not.toBe(token)
    expect(outcomeOf(await server.visitor().query('auth.me', bearer(twin)))).toEqual(good)
    await browser.mutate('sessions.end', { id: sessionId })
    for (const one of [token, twin]) {
      expect(outcomeOf(await server.visitor().query('auth.me', bearer(one)))).toEqual([401, 'SESSION_ENDED'])
    }
  })
})
