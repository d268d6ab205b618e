import { expect, it, onTestFinished } from 'vitest'
import { namedIn } from '../support/documents.ts'
import { callEveryProcedure } from '../support/every-procedure.ts'
import { startLocalProvider } from '../support/local-provider.ts'
import { outboundFile } from '../support/outbound-file.ts'
import { procedurePaths } from '../support/procedures.ts'

const user = ['id', 'email', 'emailProvenAt', 'name', 'role', 'createdAt']
const challenge = ['id', 'purpose', 'email', 'expiresAt', 'resendAt']
const facts = [
  'id',
  'name',
  'derivedName',
  'kind',
  'signInMethod',
  'secondFactor',
  'remembered',
  'browser',
  'os',
  'device',
  'ip',
  'place',
]
const times = ['createdAt', 'lastSeenAt']
const session = [
  ...facts,
  ...times,
  'current',
  'online',
  'isNew.device',
  'isNew.network',
  'idleExpiresAt',
  'expiresAt',
  'sudoUntil',
]
const ending = ['endedAt', 'endReason', 'endedBy.id', 'endedBy.name']
const sessionList = [...within('current', session), ...within('others[]', session)]
const tokens = ['tokenType', 'accessToken', 'expiresIn', 'refreshToken', 'sessionId']
const due = ['status', 'methods[]', 'expiresAt']
const event = [
  'id',
  'type',
  'category',
  'at',
  'actor',
  'sessionId',
  'current',
  'device',
  'ip',
  'place',
  'requestId',
  'details',
]
const client = ['id', 'name']
const passkey = ['id', 'credentialId', 'name', 'synced', 'createdAt', 'lastUsedAt']
const credential = ['type', 'id', 'transports[]']
const requestOptions = ['rpId', 'challenge', 'timeout', 'userVerification']

/** The exact keys of every answer: a field that is not named here does not leave the server. */
const keys: Readonly<Record<string, readonly string[]>> = {
  'auth.captcha': ['provider', 'siteKey', 'scriptUrl'],
  'auth.changeEmail': within('user', user),
  'auth.confirm': ['status', ...within('user', user)],
  'auth.continueUnproven': within('user', user),
  'auth.mailOptions': ['configured', 'codes', 'proof', 'mailbox'],
  'auth.proveEmail': within('user', user),
  'auth.readLink': ['purpose', 'email', 'expiresAt', 'isSameBrowser'],
  'auth.requestEmailChange': challenge,
  'auth.requestEmailProof': challenge,
  'auth.requestPasswordReset': challenge,
  'auth.requestSignInCode': challenge,
  'auth.resendCode': challenge,
  'auth.resetPassword': ['connectedAccounts', 'endedSessions'],
  'auth.undoEmailChange': ['endedSessions'],
  'auth.me': [...within('user', user), ...within('session', session), 'secondFactorDue'],
  'auth.secondFactor': due,
  'auth.signIn': ['status', ...within('user', user)],
  'auth.signOut': [],
  'auth.signUp': [...within('user', user), 'challenge'],
  'auth.stepUp': ['sudoUntil'],
  'auth.verifySecondFactor': within('user', user),
  'events.get': event,
  'events.list': [...within('events[]', event), 'nextCursor'],
  'grants.approveCode': ['answerTo'],
  'grants.approveDevice': [],
  'grants.codeRequest': ['type', ...within('client', client), 'answersTo', 'deniedTo'],
  'grants.denyDevice': [],
  'grants.findDevice': [
    'userCode',
    ...within('client', client),
    'device',
    'ip',
    'place',
    'sameNetwork',
    'askedAt',
    'expiresAt',
  ],
  'grants.options': [...within('clients[]', [...client, 'browser', 'device']), 'password'],
  'identities.list': [
    'hasPassword',
    ...within('identities[]', ['id', 'provider', 'providerName', 'email', 'linkedAt', 'lastUsedAt', 'stepsUp']),
  ],
  'identities.unlink': [],
  'oauth.authorize': ['url'],
  'oauth.callback': ['status', 'outcome', 'returnTo', ...within('user', user)],
  'oauth.link': ['url'],
  'oauth.providers': within('[]', ['id', 'name']),
  'oauth.stepUp': ['url'],
  'passkeys.list': ['rpId', 'userHandle', ...within('passkeys[]', passkey)],
  'passkeys.register': passkey,
  'passkeys.registrationOptions': [
    ...within('rp', ['id', 'name']),
    ...within('user', ['id', 'name', 'displayName']),
    'challenge',
    ...within('pubKeyCredParams[]', ['type', 'alg']),
    'timeout',
    'attestation',
    ...within('excludeCredentials[]', credential),
    ...within('authenticatorSelection', ['residentKey', 'requireResidentKey', 'userVerification']),
  ],
  'passkeys.remove': [],
  'passkeys.rename': passkey,
  'passkeys.signIn': ['status', ...within('user', user)],
  'passkeys.signInOptions': requestOptions,
  'passkeys.stepUp': ['sudoUntil'],
  'passkeys.stepUpOptions': [...requestOptions, ...within('allowCredentials[]', credential)],
  'passwords.change': ['endedSessions'],
  'passwords.policy': ['minLength', 'maxLength', 'support'],
  'passwords.set': [],
  'secondFactors.confirm': ['recoveryCodes[]'],
  'secondFactors.endTrustedDevice': [],
  'secondFactors.list': [
    'totpSince',
    'recoveryCodesLeft',
    ...within('trustedDevices[]', ['id', 'name', 'ip', 'place', 'trustedAt', 'lastUsedAt', 'expiresAt', 'current']),
    'required',
  ],
  'secondFactors.remove': [],
  'secondFactors.renewRecoveryCodes': ['recoveryCodes[]'],
  'secondFactors.setUp': ['secret', 'uri', 'setup'],
  'secondFactors.stepUp': ['sudoUntil'],
  'sessions.end': ['ended'],
  'sessions.endAll': ['ended'],
  'sessions.endOthers': ['ended'],
  'sessions.ending': ending,
  'sessions.history': [...within('sessions[]', [...facts, ...times, ...ending]), 'nextCursor'],
  'sessions.list': sessionList,
  'sessions.rename': session,
  'sessions.watch': ['type', ...within('sessions', sessionList)],
  'tokens.issue': ['status', ...tokens],
  'tokens.issueByCode': ['status', ...tokens],
  'tokens.refresh': tokens,
  'tokens.requestCode': [...challenge, 'requestSecret'],
  'tokens.revoke': [],
  'tokens.verifySecondFactor': ['status', ...tokens],
  'users.rename': user,
}

/** What an event may tell beside the fields that every event has. */
const eventDetails = new Set([
  'cause',
  'clientId',
  'endReason',
  'label',
  'method',
  'name',
  'provider',
  'secondFactor',
  'target',
])

function within(name: string, fields: readonly string[]): readonly string[] {
  return fields.map((field) => `${name}.${field}`)
}

/** Returns the paths of all values, without doubles; `details` of an event count as one value. */
function keysOf(data: unknown, path = ''): readonly string[] {
  if (data === null || typeof data !== 'object' || /(?:^|\.)details$/.test(path)) return path === '' ? [] : [path]
  const found = Array.isArray(data)
    ? data.flatMap((item) => keysOf(item, `${path}[]`))
    : Object.entries(data).flatMap(([key, value]) => keysOf(value, path === '' ? key : `${path}.${key}`))
  return [...new Set(found)]
}

const sorted = (all: Readonly<Record<string, readonly string[]>>): object =>
  Object.fromEntries(Object.entries(all).map(([path, names]) => [path, names.toSorted()]))

it('every procedure answers with exactly these keys, and only the documented ones give a session or tokens', async () => {
  const provider = await startLocalProvider()
  onTestFinished(() => provider.stop())
  const outbound = outboundFile()
  const { calls, hosts } = await callEveryProcedure(provider, outbound.env)
  expect(Object.keys(keys).toSorted()).toEqual(procedurePaths)
  const answered = Object.fromEntries(Object.entries(calls).map(([path, { data }]) => [path, keysOf(data)]))
  expect(sorted(answered)).toEqual(sorted(keys))

  const listed = calls['events.list']?.data as { readonly events: readonly { readonly details: object }[] } | undefined
  const told = new Set(listed?.events.flatMap(({ details }) => Object.keys(details)))
  expect(told.size).toBeGreaterThan(0)
  expect([...told].filter((key) => !eventDetails.has(key))).toEqual([])

  const giving = Object.entries(calls).filter(([, { data, cookies }]) => {
    return cookies.some((cookie) => /^latchkey=[^;]/.test(cookie)) || JSON.stringify(data).includes('accessToken')
  })
  expect(giving.map(([path]) => path).toSorted()).toEqual(namedIn('api.md', 'What gives a session or tokens'))
  expect(outbound.targets().toSorted()).toEqual([new URL(provider.url).host, ...hosts].toSorted())
}, 60_000)
