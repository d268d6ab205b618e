import { refusals } from '@latchkey/schema'
import { expect, it } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { approveCode, redeemCode } from '../support/grants.ts'
import { keepAliveClient, outcomeOf } from '../support/keep-alive-client.ts'
import { type Procedure, procedurePaths, procedures } from '../support/procedures.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { ada } from '../support/test-server.ts'

const publicOrigin = 'http://localhost:3000'

/** The values of each dimension; `null` leaves the header out. */
const dimensions = {
  method: ['GET', 'POST', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'],
  contentType: [
    'application/json',
    'Application/JSON; charset=utf-8',
    null,
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json-patch+json',
  ],
  site: [null, 'same-origin', 'none', 'same-site', 'cross-site', 'something'],
  origin: [null, publicOrigin, 'https://localhost:3000', 'https://e.example', 'null'],
  credentials: ['none', 'cookie', 'token', 'cookie and token', 'unknown cookie', 'unknown token', 'two cookies'],
} as const

type Dimension = keyof typeof dimensions
type Request = { readonly [D in Dimension]: (typeof dimensions)[D][number] }
interface Case extends Request {
  readonly procedure: Procedure
}

/** Which callers each procedure accepts, and whether an access token is one of them. Written out: it is what is tested. */
const accepted: Readonly<Record<string, `${'public' | 'signed in' | 'step-up'}, ${'cookie' | 'any'}`>> = {
  'auth.changeEmail': 'signed in, cookie',
  'auth.captcha': 'public, any',
  'auth.confirm': 'public, cookie',
  'auth.continueUnproven': 'public, cookie',
  'auth.mailOptions': 'public, any',
  'auth.me': 'public, any',
  'auth.proveEmail': 'signed in, cookie',
  'auth.readLink': 'public, cookie',
  'auth.requestEmailChange': 'step-up, cookie',
  'auth.requestEmailProof': 'signed in, cookie',
  'auth.requestPasswordReset': 'public, cookie',
  'auth.requestSignInCode': 'public, cookie',
  'auth.resendCode': 'public, cookie',
  'auth.resetPassword': 'public, cookie',
  'auth.secondFactor': 'public, any',
  'auth.signIn': 'public, cookie',
  'auth.signOut': 'signed in, cookie',
  'auth.signUp': 'public, cookie',
  'auth.stepUp': 'signed in, cookie',
  'auth.undoEmailChange': 'public, cookie',
  'auth.verifySecondFactor': 'public, cookie',
  'events.get': 'signed in, any',
  'events.list': 'signed in, any',
  'grants.approveCode': 'step-up, cookie',
  'grants.approveDevice': 'step-up, cookie',
  'grants.codeRequest': 'signed in, any',
  'grants.denyDevice': 'signed in, cookie',
  'grants.findDevice': 'signed in, cookie',
  'grants.options': 'public, any',
  'identities.list': 'signed in, any',
  'identities.unlink': 'step-up, any',
  'oauth.authorize': 'public, cookie',
  'oauth.callback': 'public, cookie',
  'oauth.link': 'step-up, cookie',
  'oauth.providers': 'public, any',
  'oauth.stepUp': 'signed in, cookie',
  'passkeys.list': 'signed in, cookie',
  'passkeys.register': 'step-up, cookie',
  'passkeys.registrationOptions': 'step-up, cookie',
  'passkeys.remove': 'step-up, cookie',
  'passkeys.rename': 'signed in, cookie',
  'passkeys.signIn': 'public, cookie',
  'passkeys.signInOptions': 'public, cookie',
  'passkeys.stepUp': 'signed in, cookie',
  'passkeys.stepUpOptions': 'signed in, cookie',
  'passwords.change': 'signed in, cookie',
  'passwords.policy': 'public, any',
  'passwords.set': 'step-up, cookie',
  'secondFactors.confirm': 'step-up, cookie',
  'secondFactors.endTrustedDevice': 'signed in, cookie',
  'secondFactors.list': 'signed in, cookie',
  'secondFactors.remove': 'step-up, cookie',
  'secondFactors.renewRecoveryCodes': 'step-up, cookie',
  'secondFactors.setUp': 'step-up, cookie',
  'secondFactors.stepUp': 'signed in, cookie',
  'sessions.end': 'signed in, any',
  'sessions.endAll': 'step-up, cookie',
  'sessions.endOthers': 'step-up, any',
  'sessions.ending': 'public, any',
  'sessions.history': 'signed in, any',
  'sessions.list': 'signed in, any',
  'sessions.rename': 'signed in, any',
  'sessions.watch': 'signed in, any',
  'tokens.issue': 'public, any',
  'tokens.issueByCode': 'public, any',
  'tokens.refresh': 'public, any',
  'tokens.requestCode': 'public, any',
  'tokens.revoke': 'public, any',
  'tokens.verifySecondFactor': 'public, any',
  'users.rename': 'signed in, cookie',
}

/** The reason of the refusal. Every case carries input with an unknown field: a call that is accepted is `INVALID_INPUT`. */
function expectedReason({ procedure, method, contentType, site, origin, credentials }: Case): keyof typeof refusals {
  if (method !== 'GET' && method !== 'POST' && method !== 'HEAD') return 'METHOD_NOT_ALLOWED'
  const sendsCookie = /cookie/.test(credentials)
  const isOwn =
    site === null
      ? origin === null || origin === publicOrigin
      : site === 'same-origin' || (site === 'none' && !(method === 'POST' && sendsCookie))
  if (!isOwn) return 'CROSS_SITE_REQUEST'
  if (method === 'POST' && !/^application\/json(;|$)/i.test(contentType ?? '')) return 'UNSUPPORTED_MEDIA_TYPE'
  if (method === 'HEAD') return 'METHOD_NOT_ALLOWED'
  if (credentials === 'cookie and token') return 'AMBIGUOUS_CREDENTIALS'
  if (credentials === 'unknown token') return 'INVALID_TOKEN'
  // tRPC reads no form with GET.
  if (method === 'GET' && contentType?.startsWith('multipart/') === true) return 'METHOD_NOT_ALLOWED'
  if ((method === 'POST') !== (procedure.type === 'mutation')) return 'METHOD_NOT_ALLOWED'
  const [access, by] = (accepted[procedure.path] ?? '').split(', ')
  if (by === 'cookie' && credentials === 'token') return 'COOKIE_REQUIRED'
  if (access === 'public') return 'INVALID_INPUT'
  if (credentials === 'unknown cookie') return 'SESSION_ENDED'
  // One of two cookies was planted, so neither counts.
  if (credentials === 'none' || credentials === 'two cookies') return 'NOT_SIGNED_IN'
  return access === 'step-up' && credentials === 'token' ? 'SUDO_REQUIRED' : 'INVALID_INPUT'
}

/** A request from the web app itself, as the type of the procedure demands. */
function own(procedure: Procedure): Case {
  const method = procedure.type === 'mutation' ? 'POST' : 'GET'
  return {
    procedure,
    method,
    contentType: 'application/json',
    site: 'same-origin',
    origin: publicOrigin,
    credentials: 'cookie',
  }
}

/**
 * The full product has some 388,000 cases, these are some 2,500. For every procedure: all credentials with GET and with POST, with and
 * without fetch metadata; all pairs of site and origin; all methods; all content types. Beyond these every pair of values of
 * two dimensions occurs with some procedure.
 */
function cases(): readonly Case[] {
  const { method, contentType, site, origin, credentials } = dimensions
  const forEach = procedures.flatMap((procedure) => {
    const base = own(procedure)
    const bySource = [
      { site: 'same-origin', origin: publicOrigin },
      { site: null, origin: null },
    ] as const
    return [
      ...credentials.flatMap((who) =>
        (['GET', 'POST'] as const).flatMap((verb) =>
          bySource.map((source) => ({ ...base, ...source, method: verb, credentials: who })),
        ),
      ),
      ...site.flatMap((from) => origin.map((by) => ({ ...base, site: from, origin: by }))),
      ...method.map((verb) => ({ ...base, method: verb })),
      ...contentType.map((type) => ({ ...base, contentType: type })),
    ]
  })
  return [...forEach, ...pairs()]
}

/** Requests, in random order, that between them have every pair of values of two dimensions. */
function pairs(): readonly Case[] {
  const random = seededRandom(1)
  const names = Object.keys(dimensions) as Dimension[]
  const seen = new Set<string>()
  const found: Case[] = []
  for (let tries = 0; tries < 5000; tries += 1) {
    const request = Object.fromEntries(names.map((name) => [name, random.pick<string | null>(dimensions[name])]))
    const keys = names.flatMap((a, index) => names.slice(index + 1).map((b) => `${a} ${request[a]} ${b} ${request[b]}`))
    if (keys.every((key) => seen.has(key))) continue
    for (const key of keys) seen.add(key)
    found.push({ ...(request as unknown as Request), procedure: random.pick(procedures) })
  }
  return found
}

it('states of every procedure which callers it accepts', () => {
  expect(Object.keys(accepted).toSorted()).toEqual(procedurePaths)
})

it('a request is accepted only with its method, type, source and credentials, and a refusal stores nothing', async () => {
  const server = await startBuiltServer({ env: { PUBLIC_URL: publicOrigin } })
  const browser = server.visitor()
  await browser.mutate('auth.signUp', ada)
  const tokens = await redeemCode(server.visitor(), await approveCode(browser))
  const cookie = `latchkey=${browser.token}`
  const token = `Bearer ${tokens.body.access_token}`
  const headersOf: Readonly<Record<Request['credentials'], Readonly<Record<string, string>>>> = {
    none: {},
    cookie: { Cookie: cookie },
    token: { Authorization: token },
    'cookie and token': { Cookie: cookie, Authorization: token },
    'unknown cookie': { Cookie: `latchkey=${'a'.repeat(43)}` },
    'unknown token': { Authorization: 'Bearer x' },
    'two cookies': { Cookie: `${cookie}; latchkey=${'a'.repeat(43)}` },
  }
  const input = '{"unknown":"field"}'
  const send = keepAliveClient(server.url)
  const before = await server.storedRows()

  const wrong: unknown[] = []
  const check = async (one: Case): Promise<void> => {
    const { procedure, method, contentType, site, origin, credentials } = one
    const named: Readonly<Record<string, string | null>> = {
      'Content-Type': contentType,
      'Sec-Fetch-Site': site,
      Origin: origin,
    }
    const sent = Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== null)
    const hasBody = !['GET', 'HEAD', 'TRACE'].includes(method)
    const answer = await send({
      method,
      path: `/trpc/${procedure.path}${method === 'POST' ? '' : `?input=${encodeURIComponent(input)}`}`,
      headers: { ...Object.fromEntries(sent), ...headersOf[credentials] },
      ...(hasBody ? { body: input } : {}),
    })
    const reason = expectedReason(one)
    const [status, told] = outcomeOf(answer)
    const isExpected = status === refusals[reason].status && (told === reason || method === 'HEAD')
    if (!isExpected || answer.cookies.length > 0)
      wrong.push([{ ...one, procedure: procedure.path }, reason, status, told])
  }
  const waiting = cases().values()
  await Promise.all(
    [1, 2, 3, 4].map(async () => {
      for (const one of waiting) await check(one)
    }),
  )
  expect(wrong.slice(0, 5), `${wrong.length} answers are wrong`).toEqual([])
  expect(await server.storedRows()).toEqual(before)
}, 120_000)
