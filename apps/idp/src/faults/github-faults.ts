import { type Fault, githubOnly } from './fault.ts'

/** Faults of the responses of GitHub’s REST API. */
export const githubFaults = [
  {
    id: 'api-500',
    group: 'Unlucky',
    title: 'User API fails',
    does: 'GET /user answers 500.',
    at: githubOnly,
  },
  {
    id: 'emails-empty',
    group: 'Unlucky',
    title: 'No addresses listed',
    does: 'GET /user/emails answers an empty list.',
    at: githubOnly,
  },
  {
    id: 'emails-unverified-primary',
    group: 'Unlucky',
    title: 'Primary address unverified',
    does: 'The primary address is unproven; a second one is verified.',
    at: githubOnly,
  },
] as const satisfies readonly Fault[]
