import type { ProviderId } from '../provider-id.ts'
import type { Behaviour } from './behaviour.ts'
import { githubBehaviours } from './github-behaviours.ts'
import { idTokenBehaviours } from './id-token-behaviours.ts'
import { personBehaviours } from './person-behaviours.ts'
import { responseBehaviours } from './response-behaviours.ts'
import { tokenBehaviours } from './token-behaviours.ts'

/** In the order of the page. */
export const behaviours = [
  ...personBehaviours,
  ...responseBehaviours,
  ...idTokenBehaviours,
  ...tokenBehaviours,
  ...githubBehaviours,
] as const

export type BehaviourId = (typeof behaviours)[number]['id']

export interface OfferedBehaviour extends Behaviour {
  readonly id: BehaviourId
}

export function behavioursAt(provider: ProviderId): readonly OfferedBehaviour[] {
  return behaviours.filter(({ at }) => at.some((id) => id === provider))
}
