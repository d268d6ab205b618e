import type { interactionPolicy as policyTypes } from 'oidc-provider'
import { interactionPolicy } from './oidc-provider.ts'

const { Check, Prompt } = interactionPolicy

/** Asks at each authorization, whoever signed in before. Any prompt a client may send means the same page. */
export function askEveryTime(): policyTypes.Prompt[] {
  const notAskedYet = new Check(
    'not_asked_yet',
    'Each authorization asks who to be',
    (context) => context.oidc.result?.login === undefined,
  )
  return [
    new Prompt({ name: 'login', requestable: true }, notAskedYet),
    new Prompt({ name: 'select_account', requestable: true }),
    new Prompt({ name: 'consent', requestable: true }),
  ]
}

/** Every prompt counts as answered, or the library would ask once for each. */
export const otherPromptsAnswered = { select_account: {}, consent: {} } as const
