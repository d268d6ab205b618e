import { AuthError } from '../auth-error.ts'
import type { Caller } from '../caller.ts'

/**
 * Another tab may have signed in as somebody else since the page was drawn: nobody gives away what they were not asked
 * for.
 *
 * @throws AuthError `AUTHORIZATION_OTHER_SESSION`
 */
export function requireAsked(caller: Caller, askedUserId: string): void {
  if (caller.user.id !== askedUserId) throw new AuthError('AUTHORIZATION_OTHER_SESSION')
}
