import { type Fault, allProviders } from './fault.ts'

/** Faults of the claims about an account. */
export const accountFaults = [
  { id: 'normal', group: 'Normal', title: 'Normal', does: 'Everything as it should be.', at: allProviders },
  {
    id: 'unverified-email',
    group: 'Unlucky',
    title: 'Unverified email',
    does: 'The address is given, and said to be unproven.',
    at: allProviders,
  },
  { id: 'no-email', group: 'Unlucky', title: 'No email', does: 'No address is given.', at: allProviders },
  {
    id: 'changed-email',
    group: 'Unlucky',
    title: 'Changed email',
    does: 'The same subject, now with another verified address.',
    at: allProviders,
  },
] as const satisfies readonly Fault[]
