import { exactPath } from '../../navigation/exact-path.ts'
import { type ArrivalSearch, parseArrivalSearch } from '../../navigation/return-path.ts'
import { useSignOut } from './use-sign-out.ts'

export interface SwitchAccount {
  readonly go: () => void
  readonly busy: boolean
  /** Why the person is still who they were. */
  readonly error: unknown
}

/** Signs out, and comes back to this very page with whoever signs in then. */
export function useSwitchAccount(): SwitchAccount {
  const { signOut, ...state } = useSignOut(here)
  return { go: signOut, ...state }
}

function here(): ArrivalSearch {
  return parseArrivalSearch({ returnTo: exactPath() })
}
