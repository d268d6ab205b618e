import { describe, expect, it } from 'vitest'
import { appRouter } from './app-router.ts'
import type { ProcedureMeta } from './procedures.ts'

interface Described {
  readonly _def: { readonly meta?: ProcedureMeta; readonly inputs: readonly unknown[] }
}

// At run time tRPC keeps all procedures flat, by path; its types keep the nesting.
const procedures = Object.entries(appRouter._def.procedures as unknown as Readonly<Record<string, Described>>)

describe('the router', () => {
  it('says of every procedure who may call it', () => {
    const access = Object.fromEntries(procedures.map(([path, { _def }]) => [path, _def.meta?.access]))
    expect(access).toEqual({
      'auth.signUp': 'public',
      'auth.signIn': 'public',
      'auth.signOut': 'signedIn',
      'auth.me': 'public',
      'auth.stepUp': 'signedIn',
      'passwords.policy': 'public',
      'passwords.change': 'signedIn',
      'passwords.set': 'recentProof',
      'oauth.providers': 'public',
      'oauth.authorize': 'public',
      'oauth.link': 'recentProof',
      'oauth.stepUp': 'signedIn',
      'oauth.callback': 'public',
      'events.list': 'signedIn',
      'grants.options': 'public',
      'grants.codeRequest': 'signedIn',
      'grants.approveCode': 'recentProof',
      'grants.findDevice': 'signedIn',
      'grants.approveDevice': 'recentProof',
      'grants.denyDevice': 'signedIn',
      'identities.list': 'signedIn',
      'identities.unlink': 'recentProof',
      'tokens.issue': 'public',
      'tokens.refresh': 'public',
      'tokens.revoke': 'public',
      'sessions.list': 'signedIn',
      'sessions.history': 'signedIn',
      'sessions.ending': 'public',
      'sessions.watch': 'signedIn',
      'sessions.rename': 'signedIn',
      'sessions.end': 'signedIn',
      'sessions.endOthers': 'recentProof',
      'sessions.endAll': 'recentProof',
    })
  })

  // Whoever adds to this list adds to what people are told when they approve one: `client-powers.tsx` of the web app.
  it('lets a client that someone approved call no more than what its approval says', () => {
    const approved = procedures.filter(([, { _def }]) => _def.meta?.access === 'signedIn' && !_def.meta.cookieOnly)
    expect(approved.map(([path]) => path)).toEqual([
      'events.list',
      'grants.codeRequest',
      'identities.list',
      'sessions.list',
      'sessions.history',
      'sessions.watch',
      'sessions.rename',
      // Its own session: another one takes a recent proof, which it never has.
      'sessions.end',
    ])
  })

  it('gives every procedure an input, so that what nobody asked for is refused', () => {
    const without = procedures.flatMap(([path, { _def }]) => (_def.inputs.length === 0 ? [path] : []))
    expect(without).toEqual([])
  })
})
