import { type Behaviour, openidOnly } from './behaviour.ts'

/** What the ID token says, and who signed it. */
export const idTokenBehaviours = [
  {
    id: 'wrong-id-token-iss',
    group: 'Hostile',
    title: 'ID token: wrong iss',
    does: 'Issued by another issuer, signed with our key.',
    at: openidOnly,
  },
  {
    id: 'wrong-aud',
    group: 'Hostile',
    title: 'ID token: wrong aud',
    does: 'Meant for another client.',
    at: openidOnly,
  },
  {
    id: 'two-aud',
    group: 'Hostile',
    title: 'ID token: two audiences',
    does: 'Meant for this client and another, without azp.',
    at: openidOnly,
  },
  {
    id: 'wrong-azp',
    group: 'Hostile',
    title: 'ID token: wrong azp',
    does: 'Meant for this client, given to another.',
    at: openidOnly,
  },
  {
    id: 'wrong-nonce',
    group: 'Hostile',
    title: 'ID token: wrong nonce',
    does: 'The nonce of another request.',
    at: openidOnly,
  },
  {
    id: 'missing-nonce',
    group: 'Hostile',
    title: 'ID token: no nonce',
    does: 'The nonce is left out.',
    at: openidOnly,
  },
  { id: 'expired', group: 'Hostile', title: 'ID token: expired', does: 'Ran out an hour ago.', at: openidOnly },
  {
    id: 'issued-in-future',
    group: 'Hostile',
    title: 'ID token: issued in the future',
    does: 'Issued an hour from now.',
    at: openidOnly,
  },
  { id: 'alg-none', group: 'Hostile', title: 'ID token: unsigned', does: 'alg is none, no signature.', at: openidOnly },
  {
    id: 'other-key',
    group: 'Hostile',
    title: 'ID token: another key',
    does: 'Names our key, signed with another.',
    at: openidOnly,
  },
  {
    id: 'unknown-kid',
    group: 'Hostile',
    title: 'ID token: unknown key',
    does: 'Names a key that is not published.',
    at: openidOnly,
  },
  {
    id: 'hs256',
    group: 'Hostile',
    title: 'ID token: HS256',
    does: 'Signed with the client secret.',
    at: openidOnly,
  },
  {
    id: 'no-id-token',
    group: 'Hostile',
    title: 'No ID token',
    does: 'The token endpoint leaves the ID token out.',
    at: openidOnly,
  },
] as const satisfies readonly Behaviour[]
