import { type Fault, allProviders } from './fault.ts'

/** Faults of the token response. @see [RFC 6749 §5](https://www.rfc-editor.org/rfc/rfc6749#section-5) */
export const tokenFaults = [
  {
    id: 'token-slow',
    group: 'Unlucky',
    title: 'Slow token endpoint',
    does: 'The token endpoint answers after 30 seconds.',
    at: allProviders,
  },
  {
    id: 'token-500',
    group: 'Unlucky',
    title: 'Token endpoint fails',
    does: 'The token endpoint answers 500.',
    at: allProviders,
  },
  {
    id: 'token-html',
    group: 'Unlucky',
    title: 'Token endpoint sends HTML',
    does: 'The token endpoint answers 200 with a web page.',
    at: allProviders,
  },
  {
    id: 'token-garbage',
    group: 'Unlucky',
    title: 'Token endpoint sends half an answer',
    does: 'The JSON of the token endpoint is cut off.',
    at: allProviders,
  },
  {
    id: 'token-error',
    group: 'Unlucky',
    title: 'Token endpoint refuses the code',
    does: 'invalid_grant; at GitHub bad_verification_code with status 200.',
    at: allProviders,
  },
  {
    id: 'token-endless',
    group: 'Hostile',
    title: 'Endless token answer',
    does: 'The token endpoint sends bytes until the client hangs up.',
    at: allProviders,
  },
  {
    id: 'token-drip',
    group: 'Hostile',
    title: 'Dripping token answer',
    does: 'Headers at once, then one byte a second.',
    at: allProviders,
  },
  {
    id: 'token-huge',
    group: 'Hostile',
    title: 'Huge token answer',
    does: 'A good answer, padded to 2 MB.',
    at: allProviders,
  },
  {
    id: 'token-redirect',
    group: 'Hostile',
    title: 'Redirecting token endpoint',
    does: 'The token endpoint answers 307 to another place.',
    at: allProviders,
  },
] as const satisfies readonly Fault[]
