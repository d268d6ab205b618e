import { codeQuery } from './grants.ts'
import { ada } from './test-server.ts'

const linkToken = 'a'.repeat(43)

/** What proves that a mail was read, in another browser than the one that asked. */
const proof = { token: linkToken, code: 'BCDFGHJK' }

/** What every answer of an authenticator has: the JSON of a credential. */
const credential = {
  id: 'credential',
  rawId: 'credential',
  type: 'public-key',
  authenticatorAttachment: 'platform',
  clientExtensionResults: { credProps: { rk: true } },
}
const clientDataJSON = Buffer.from(JSON.stringify({ challenge: linkToken })).toString('base64url')
const assertion = {
  ...credential,
  response: { clientDataJSON, authenticatorData: 'data', signature: 'signature', userHandle: 'user' },
}
const registration = {
  ...credential,
  response: {
    clientDataJSON,
    attestationObject: 'object',
    authenticatorData: 'data',
    transports: ['internal', 'hybrid'],
    publicKeyAlgorithm: -7,
    publicKey: 'key',
  },
}

/**
 * For each procedure an input with all its fields, which its schema takes; `undefined` for a procedure without input. A
 * test of `bad-input.test.ts` holds that every procedure of the router has one.
 */
export const validInputs: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> = {
  'auth.changeEmail': { proof },
  'auth.captcha': undefined,
  'auth.confirm': { proof, remember: true },
  'auth.continueUnproven': { challenge: 'challenge', remember: true },
  'auth.mailOptions': undefined,
  'auth.me': undefined,
  'auth.proveEmail': { proof },
  'auth.readLink': { token: linkToken },
  'auth.requestEmailChange': { email: 'countess@example.com' },
  'auth.requestEmailProof': undefined,
  'auth.requestPasswordReset': { email: ada.email, captcha: 'response' },
  'auth.requestSignInCode': { email: ada.email, captcha: 'response' },
  'auth.resendCode': { challenge: 'challenge' },
  'auth.resetPassword': { proof, newPassword: 'another good one' },
  'auth.secondFactor': undefined,
  'auth.signIn': { email: ada.email, password: ada.password, remember: true },
  'auth.signOut': undefined,
  'auth.signUp': { ...ada, remember: true, captcha: 'response' },
  'auth.stepUp': { password: ada.password },
  'auth.undoEmailChange': { token: linkToken },
  'auth.verifySecondFactor': { code: '123456', trustDevice: true },
  'events.get': { id: '0123456789abcdef' },
  'events.list': { category: 'sign_in', limit: 10, cursor: 'cursor' },
  'grants.approveCode': { query: codeQuery(), userId: 'user' },
  'grants.approveDevice': { userCode: 'BCDFGHJK', userId: 'user' },
  'grants.codeRequest': { query: codeQuery() },
  'grants.denyDevice': { userCode: 'BCDFGHJK' },
  'grants.findDevice': { userCode: 'BCDFGHJK' },
  'grants.options': undefined,
  'identities.list': undefined,
  'identities.unlink': { id: 'identity' },
  'oauth.authorize': { provider: 'google', returnTo: '/', remember: true },
  'oauth.callback': { provider: 'google', params: { state: 'state', code: 'code' } },
  'oauth.link': { provider: 'google', returnTo: '/' },
  'oauth.providers': undefined,
  'oauth.stepUp': { provider: 'google', returnTo: '/' },
  'passkeys.list': undefined,
  'passkeys.register': { response: registration },
  'passkeys.registrationOptions': { mediation: 'optional' },
  'passkeys.remove': { id: 'passkey' },
  'passkeys.rename': { id: 'passkey', name: 'Phone' },
  'passkeys.signIn': { response: assertion, remember: true },
  'passkeys.signInOptions': undefined,
  'passkeys.stepUp': { response: assertion },
  'passkeys.stepUpOptions': undefined,
  'passwords.change': { currentPassword: ada.password, newPassword: 'another good one' },
  'passwords.policy': undefined,
  'passwords.set': { newPassword: 'another good one' },
  'secondFactors.confirm': { setup: 'setup', code: '123456' },
  'secondFactors.endTrustedDevice': { id: 'device' },
  'secondFactors.list': undefined,
  'secondFactors.remove': undefined,
  'secondFactors.renewRecoveryCodes': undefined,
  'secondFactors.setUp': undefined,
  'secondFactors.stepUp': { code: '123456' },
  'sessions.end': { id: 'session' },
  'sessions.endAll': undefined,
  'sessions.endOthers': undefined,
  'sessions.ending': undefined,
  'sessions.history': { limit: 10, cursor: 'cursor' },
  'sessions.list': undefined,
  'sessions.rename': { id: 'session', name: 'Laptop' },
  'sessions.watch': undefined,
  'tokens.issue': { email: ada.email, password: ada.password, clientId: 'script' },
  'tokens.issueByCode': { challenge: 'challenge', requestSecret: linkToken, code: 'BCDFGHJK', clientId: 'script' },
  'tokens.refresh': { refreshToken: 'token', clientId: 'script' },
  'tokens.requestCode': { email: ada.email },
  'tokens.revoke': { token: 'token' },
  'tokens.verifySecondFactor': { attempt: linkToken, code: '123456', clientId: 'script' },
  'users.rename': { name: 'Grace' },
}
