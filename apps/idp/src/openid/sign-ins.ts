import type { InteractionResults } from 'oidc-provider'
import type { Choice } from '../interaction/choice.ts'
import { ExpiringMap } from '../expiring-map.ts'

/** Longer than any code or access token that points here. */
export const signInLifetimeSeconds = 60 * 60

/** What was chosen for each grant, for the requests that come later without a browser. */
export class SignIns {
  readonly #choices = new ExpiringMap<Choice>()

  remember(grantId: string, choice: Choice): void {
    this.#choices.set(grantId, choice, signInLifetimeSeconds * 1000)
  }

  choiceOf(grantId: string | undefined): Choice | null {
    return grantId === undefined ? null : this.#choices.get(grantId)
  }
}

/** Interaction results carry the choice beside the login; only this app writes them. */
export function chosenIn(result: InteractionResults | undefined): Choice | null {
  return (result?.['choice'] as Choice | undefined) ?? null
}
