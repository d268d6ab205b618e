import { describe, expect, it } from 'vitest'
import { aUser, start } from '../../testing.ts'
import { decideLink, type LinkCandidates } from './decide-link.ts'

const ada = aUser('ada')
const bob = aUser('bob')
const proven = { ...ada, emailProvenAt: start }
const verified = { email: ada.email, emailVerified: true }
const unverified = { email: ada.email, emailVerified: false }
const without = { email: null, emailVerified: false }
const claimsVerifiedNothing = { email: null, emailVerified: true }

type Row = readonly [decision: object, candidates: LinkCandidates]

/** Every row of the table, in its order, each with everything that must not matter set against it. */
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

const nobody = { userByIdentity: null, signedInUser: null }
const arriving: readonly Row[] = [
  [
    { outcome: 'refuse', code: 'PROVIDER_EMAIL_MISSING' },
    { ...nobody, identity: without, userByEmail: null },
  ],
  [
    { outcome: 'refuse', code: 'PROVIDER_EMAIL_MISSING' },
    { ...nobody, identity: claimsVerifiedNothing, userByEmail: null },
  ],
  [
    { outcome: 'refuse', code: 'PROVIDER_EMAIL_UNVERIFIED' },
    { ...nobody, identity: unverified, userByEmail: null },
  ],
  [
    { outcome: 'createUser', email: ada.email },
    { ...nobody, identity: verified, userByEmail: null },
  ],
  [{ outcome: 'requireSignIn' }, { ...nobody, identity: unverified, userByEmail: ada }],
  [{ outcome: 'requireSignIn' }, { ...nobody, identity: unverified, userByEmail: proven }],
  [{ outcome: 'requireSignIn' }, { ...nobody, identity: verified, userByEmail: ada }],
  [
    { outcome: 'link', user: proven },
    { ...nobody, identity: verified, userByEmail: proven },
  ],
]

describe('deciding what a returning person may do', () => {
  it.each(linking)('%j for %j', (decision, candidates) => {
    expect(decideLink(candidates)).toEqual(decision)
  })

  it.each(arriving)('%j for %j', (decision, candidates) => {
    expect(decideLink(candidates)).toEqual(decision)
  })
})
