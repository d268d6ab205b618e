import { type Behaviour, everywhere } from './behaviour.ts'

/** What the redirect back to the app brings. */
export const responseBehaviours = [
  { id: 'deny', group: 'Unlucky', title: 'Deny', does: 'Goes back with error=access_denied.', at: everywhere },
  {
    id: 'temporarily-unavailable',
    group: 'Unlucky',
    title: 'Temporarily unavailable',
    does: 'Goes back with error=temporarily_unavailable.',
    at: everywhere,
  },
  {
    id: 'wrong-iss',
    group: 'Hostile',
    title: 'Wrong iss in the response',
    does: 'The redirect back names another issuer.',
    at: everywhere,
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
    at: everywhere,
  },
  { id: 'missing-code', group: 'Hostile', title: 'No code', does: 'The redirect back has no code.', at: everywhere },
] as const satisfies readonly Behaviour[]
