import { defaultRateLimits } from '@latchkey/auth'
import { describe, expect, it } from 'vitest'
import { appRouter } from './app-router.ts'
import type { ProcedureMeta } from './procedures.ts'

interface Described {
  readonly _def: { readonly meta?: ProcedureMeta; readonly type: string; readonly inputs: readonly unknown[] }
}

// At run time tRPC keeps all procedures flat, by path; its types keep the nesting.
const procedures = Object.entries(appRouter._def.procedures as unknown as Readonly<Record<string, Described>>)

describe('the router', () => {
  it('states of every procedure which callers it accepts', () => {
    const access = Object.fromEntries(procedures.map(([path, { _def }]) => [path, _def.meta?.access]))
    expect(access).toEqual({
      'auth.captcha': 'public',
      'auth.signUp': 'public',
      'auth.signIn': 'public',
      'auth.signOut': 'signedIn',
      'auth.me': 'public',
      'auth.verifySecondFactor': 'public',
      'auth.secondFactor': 'public',
      'auth.stepUp': 'signedIn',
      'secondFactors.list': 'signedIn',
      'secondFactors.setUp': 'stepUp',
      'secondFactors.confirm': 'stepUp',
      'secondFactors.remove': 'stepUp',
      'secondFactors.renewRecoveryCodes': 'stepUp',
      'secondFactors.stepUp': 'signedIn',
      'secondFactors.endTrustedDevice': 'signedIn',
      'auth.mailOptions': 'public',
      'auth.readLink': 'public',
      'auth.resendCode': 'public',
      'auth.requestSignInCode': 'public',
      'auth.confirm': 'public',
      'auth.continueUnproven': 'public',
      'auth.requestPasswordReset': 'public',
      'auth.resetPassword': 'public',
      'auth.requestEmailProof': 'signedIn',
      'auth.proveEmail': 'signedIn',
      'auth.requestEmailChange': 'stepUp',
      'auth.changeEmail': 'signedIn',
      'auth.undoEmailChange': 'public',
      'passkeys.list': 'signedIn',
      'passkeys.registrationOptions': 'stepUp',
      'passkeys.register': 'stepUp',
      'passkeys.signInOptions': 'public',
      'passkeys.signIn': 'public',
      'passkeys.stepUpOptions': 'signedIn',
      'passkeys.stepUp': 'signedIn',
      'passkeys.rename': 'signedIn',
      'passkeys.remove': 'stepUp',
      'passwords.policy': 'public',
      'passwords.change': 'signedIn',
      'passwords.set': 'stepUp',
      'oauth.providers': 'public',
      'oauth.authorize': 'public',
      'oauth.link': 'stepUp',
      'oauth.stepUp': 'signedIn',
      'oauth.callback': 'public',
      'events.list': 'signedIn',
      'events.get': 'signedIn',
      'grants.options': 'public',
      'grants.codeRequest': 'signedIn',
      'grants.approveCode': 'stepUp',
      'grants.findDevice': 'signedIn',
      'grants.approveDevice': 'stepUp',
      'grants.denyDevice': 'signedIn',
      'identities.list': 'signedIn',
      'identities.unlink': 'stepUp',
      'tokens.issue': 'public',
      'tokens.requestCode': 'public',
      'tokens.issueByCode': 'public',
      'tokens.verifySecondFactor': 'public',
      'tokens.refresh': 'public',
      'tokens.revoke': 'public',
      'sessions.list': 'signedIn',
      'sessions.history': 'signedIn',
      'sessions.ending': 'public',
      'sessions.watch': 'signedIn',
      'sessions.rename': 'signedIn',
      'sessions.end': 'signedIn',
      'sessions.endOthers': 'stepUp',
      'sessions.endAll': 'stepUp',
      'users.rename': 'signedIn',
    })
  })

  // The consent page of the web app tells users this list: a change here changes `client-permissions.tsx` too.
  it('lets an approved client call no more than the consent page tells its user', () => {
    const approved = procedures.filter(([, { _def }]) => _def.meta?.access === 'signedIn' && !_def.meta.cookieOnly)
    expect(approved.map(([path]) => path)).toEqual([
      'events.list',
      'events.get',
      'grants.codeRequest',
      'identities.list',
      'sessions.list',
      'sessions.history',
      'sessions.watch',
      'sessions.rename',
      // Its own session: another one requires a step-up, which a client never has.
      'sessions.end',
    ])
  })

  it('states of every mutation which rate limit it consumes, or why it needs none', () => {
    const mutations = procedures.filter(([, { _def }]) => _def.type === 'mutation')
    expect(mutations.length).toBeGreaterThan(0)
    const forgotten = mutations.flatMap(([path, { _def }]) => (_def.meta?.limit === undefined ? [path] : []))
    expect(forgotten).toEqual([])
    const namesOf = (limit: ProcedureMeta['limit']): readonly string[] => {
      if (limit === undefined || (typeof limit === 'object' && 'none' in limit)) return []
      return typeof limit === 'string' ? [limit] : limit
    }
    const named = new Set(mutations.flatMap(([, { _def }]) => namesOf(_def.meta?.limit)))
    // The device endpoint consumes the remaining one: it is no procedure.
    expect([...named, 'deviceAuthorization'].toSorted()).toEqual(Object.keys(defaultRateLimits).toSorted())
  })

  it('gives every procedure an input schema, so that unknown input is refused', () => {
    const without = procedures.flatMap(([path, { _def }]) => (_def.inputs.length === 0 ? [path] : []))
    expect(without).toEqual([])
  })
})
