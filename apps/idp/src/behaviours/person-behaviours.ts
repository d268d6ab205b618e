import { type Behaviour, everywhere } from './behaviour.ts'

/** What is said of the person. */
export const personBehaviours = [
  { id: 'normal', group: 'Normal', title: 'Normal', does: 'Everything as it should be.', at: everywhere },
  {
    id: 'unverified-email',
    group: 'Unlucky',
    title: 'Unverified e-mail',
    does: 'The address is given, and said to be unproven.',
    at: everywhere,
  },
  { id: 'no-email', group: 'Unlucky', title: 'No e-mail', does: 'No address is given.', at: everywhere },
  {
    id: 'changed-email',
    group: 'Unlucky',
    title: 'Changed e-mail',
    does: 'The same subject, now with another verified address.',
    at: everywhere,
  },
] as const satisfies readonly Behaviour[]
