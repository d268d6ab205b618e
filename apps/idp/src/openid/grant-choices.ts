import type { InteractionResults } from 'oidc-provider'
import { ExpiringMap } from '../expiring-map.ts'
import type { Choice } from '../interaction/choice.ts'

/** The choice behind each grant, for requests of the client that come without the browser. */
export class GrantChoices {
  readonly #choices = new ExpiringMap<Choice>()
  readonly #lifetimeMs: number

  /** @param lifetimeMs must be longer than the lifetime of a code or an access token of a grant */
  constructor(lifetimeMs: number) {
    this.#lifetimeMs = lifetimeMs
  }

  remember(grantId: string, choice: Choice): void {
    this.#choices.set(grantId, choice, this.#lifetimeMs)
  }

  choiceOf(grantId: string | undefined): Choice | null {
    return grantId === undefined ? null : this.#choices.get(grantId)
  }
}

/** Returns the choice that an interaction result carries beside the login. Only this app writes such results. */
export function choiceIn(result: InteractionResults | undefined): Choice | null {
  return (result?.['choice'] as Choice | undefined) ?? null
}
