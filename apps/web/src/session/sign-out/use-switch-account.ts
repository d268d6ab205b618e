import { exactPath } from '../../navigation/exact-path.ts'
import { parseReturnToSearch, type ReturnToSearch } from '../../navigation/return-path.ts'
import { type SignOut, useSignOut } from './use-sign-out.ts'

/** Signs out, so that the next sign-in returns to the page that is on screen, as another user if so wished. */
export function useSwitchAccount(): SignOut {
  return useSignOut(here)
}

function here(): ReturnToSearch {
  return parseReturnToSearch({ returnTo: exactPath() })
}
