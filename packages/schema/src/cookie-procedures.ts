/**
 * The procedures that set or clear a cookie. Each is sent alone: a cookie can't be set once a streamed
 * answer has begun, and two of them in one request would race for the same cookie. The server refuses them in a
 * batch; the client keeps them out of one. A test holds this list against the router.
 */
export const cookieProcedures = [
  'auth.signUp',
  'auth.signIn',
  'auth.signOut',
  'auth.stepUp',
  'sessions.endAll',
  'passwords.change',
  'passwords.set',
  'oauth.authorize',
  'oauth.link',
  'oauth.stepUp',
  'oauth.callback',
] as const

export function writesCookie(path: string): boolean {
  return (cookieProcedures as readonly string[]).includes(path)
}
