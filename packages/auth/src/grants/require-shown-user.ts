import { AuthError } from '../core/auth-error.ts'
import type { Caller } from '../sessions/caller.ts'

/**
 * Checks that the caller is the user that the consent page showed: another tab may have signed in as another user since
 * the page was drawn, and that user was not asked.
 *
 * @throws AuthError `AUTHORIZATION_OTHER_SESSION`
 */
export function requireShownUser(caller: Caller, shownUserId: string): void {
  if (caller.user.id !== shownUserId) throw new AuthError('AUTHORIZATION_OTHER_SESSION')
}
