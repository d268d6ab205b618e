import type { ProviderView } from '@latchkey/schema'
import { useState } from 'react'
import { canUsePasskeys } from '../passkeys/can-use-passkeys.ts'
import { lastMethod } from '../preferences/last-method.ts'

const throughProvider = 'oauth:'

export interface LastMethod {
  readonly password: boolean
  readonly passkey: boolean
  /** A mailed code. */
  readonly code: boolean
  /** The id of a provider on offer, or `null`. */
  readonly provider: string | null
}

/** Returns the method that was used last in this browser; none where there is nothing to choose from. */
export function useLastMethod(providers: readonly ProviderView[], codes: boolean): LastMethod {
  const [method] = useState(lastMethod)
  const provider = providers.find(({ id }) => method === throughProvider + id)
  return {
    password: method === 'password' && (providers.length > 0 || codes || canUsePasskeys()),
    passkey: method === 'passkey' && canUsePasskeys(),
    code: method === 'code' && codes,
    provider: provider?.id ?? null,
  }
}
