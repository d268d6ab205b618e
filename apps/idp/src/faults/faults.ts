import type { ProviderId } from '../provider-id.ts'
import { accountFaults } from './account-faults.ts'
import type { Fault } from './fault.ts'
import { githubFaults } from './github-faults.ts'
import { idTokenFaults } from './id-token-faults.ts'
import { responseFaults } from './response-faults.ts'
import { tokenFaults } from './token-faults.ts'

/** All faults, in the order of the page. */
export const faults = [...accountFaults, ...responseFaults, ...idTokenFaults, ...tokenFaults, ...githubFaults] as const

export type FaultId = (typeof faults)[number]['id']

export interface OfferedFault extends Fault {
  readonly id: FaultId
}

/** Returns the faults that a provider offers, in the order of the page. */
export function faultsAt(provider: ProviderId): readonly OfferedFault[] {
  return faults.filter(({ at }) => at.some((id) => id === provider))
}
