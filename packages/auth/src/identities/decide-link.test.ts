import { describe, expect, it } from 'vitest'
import { aUser, start } from '../testing/fixtures.ts'
import { decideLink, type LinkCandidates } from './decide-link.ts'

const ada = aUser('ada')
const bob = aUser('bob')
const proven = { ...ada, emailProvenAt: start }
const verified = { email: ada.email, emailVerified: true }
const unverified = { email: ada.email, emailVerified: false }
const without = { email: null, emailVerified: false }
const claimsVerifiedNothing = { email: null, emailVerified: true }

type Row = readonly [decision: object, candidates: LinkCandidates]

/** Every row of the table for a signed-in user, in its order, combined with every value that must not matter. */
const linking: readonly Row[] = [verified, unverified, without].flatMap((identity): readonly Row[] =>
  [null, ada, bob, proven].flatMap((userByEmail): readonly Row[] => [
    [
      { outcome: 'link', user: ada },
      { identity, userByEmail, userByIdentity: null, signedInUser: ada },
    ],
    [
      { outcome: 'signIn', user: ada },
      { identity, userByEmail, userByIdentity: ada, signedInUser: ada },
    ],
    [
      { outcome: 'refuse', code: 'IDENTITY_TAKEN' },
      { identity, userByEmail, userByIdentity: bob, signedInUser: ada },
    ],
    [
      { outcome: 'signIn', user: bob },
      { identity, userByEmail, userByIdentity: bob, signedInUser: null },
    ],
  ]),
)

const signedOut = { userByIdentity: null, signedInUser: null }
const signingIn: readonly Row[] = [
  [
    { outcome: 'refuse', code: 'PROVIDER_EMAIL_MISSING' },
    { ...signedOut, identity: without, userByEmail: null },
  ],
  [
    { outcome: 'refuse', code: 'PROVIDER_EMAIL_MISSING' },
    { ...signedOut, identity: claimsVerifiedNothing, userByEmail: null },
  ],
  [
    { outcome: 'refuse', code: 'PROVIDER_EMAIL_UNVERIFIED' },
    { ...signedOut, identity: unverified, userByEmail: null },
  ],
  [
    { outcome: 'createUser', email: ada.email },
    { ...signedOut, identity: verified, userByEmail: null },
  ],
  [{ outcome: 'requireSignIn' }, { ...signedOut, identity: unverified, userByEmail: ada }],
  [{ outcome: 'requireSignIn' }, { ...signedOut, identity: unverified, userByEmail: proven }],
  [{ outcome: 'requireSignIn' }, { ...signedOut, identity: verified, userByEmail: ada }],
  [
    { outcome: 'link', user: proven },
    { ...signedOut, identity: verified, userByEmail: proven },
  ],
]

describe('decideLink', () => {
  it.each(linking)('returns %j for %j', (decision, candidates) => {
    expect(decideLink(candidates)).toEqual(decision)
  })

  it.each(signingIn)('returns %j for %j', (decision, candidates) => {
    expect(decideLink(candidates)).toEqual(decision)
  })
})
