import type { interactionPolicy as policyTypes } from 'oidc-provider'
import { interactionPolicy } from './oidc-provider.ts'

const { Check, Prompt } = interactionPolicy

/** Asks for an account at each authorization, after an earlier sign-in too. Every `prompt` of a client shows the same page. */
export function promptAtEachAuthorization(): policyTypes.Prompt[] {
  const hasNoLogin = new Check(
    'not_asked_yet',
    'Each authorization asks who to be',
    (context) => context.oidc.result?.login === undefined,
  )
  return [
    new Prompt({ name: 'login', requestable: true }, hasNoLogin),
    new Prompt({ name: 'select_account', requestable: true }),
    new Prompt({ name: 'consent', requestable: true }),
  ]
}

/** The results of the other prompts: without them the library would start one more interaction for each. */
export const otherPromptResults = { select_account: {}, consent: {} } as const
