import { type Fault, allProviders } from './fault.ts'

/** Faults of the authorization response. @see [RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2) */
export const responseFaults = [
  { id: 'deny', group: 'Unlucky', title: 'Deny', does: 'Goes back with error=access_denied.', at: allProviders },
  {
    id: 'temporarily-unavailable',
    group: 'Unlucky',
    title: 'Temporarily unavailable',
    does: 'Goes back with error=temporarily_unavailable.',
    at: allProviders,
  },
  {
    id: 'wrong-iss',
    group: 'Hostile',
    title: 'Wrong iss in the response',
    does: 'The redirect back names another issuer.',
    at: allProviders,
  },
  {
    id: 'missing-iss',
    group: 'Hostile',
    title: 'No iss in the response',
    does: 'The redirect back leaves iss out, though it is advertised.',
    at: ['oidc'],
  },
  {
    id: 'wrong-state',
    group: 'Hostile',
    title: 'Wrong state',
    does: 'The redirect back has another state.',
    at: allProviders,
  },
  { id: 'missing-code', group: 'Hostile', title: 'No code', does: 'The redirect back has no code.', at: allProviders },
] as const satisfies readonly Fault[]
