/** The part of the `auth.me` view that this service uses. */
interface Me {
  readonly user: { readonly id: string; readonly email: string }
}

/**
 * Calls `auth.me` of Latchkey with an access token: it costs a request, and refuses the token of an ended session at
 * once.
 *
 * @param issuer - the origin of the Latchkey
 * @param token - the access token
 * @returns the token's user, or `null` if the token is invalid
 * @throws if Latchkey does not respond: the token is then neither valid nor invalid
 */
export async function fetchMe(issuer: string, token: string): Promise<Me | null> {
  const response = await fetch(new URL('/trpc/auth.me', issuer), {
    headers: { Authorization: `Bearer ${token}` },
    redirect: 'error',
    signal: AbortSignal.timeout(5000),
  })
  if (response.status === 401) return null
  if (!response.ok) throw new Error(`Latchkey answered ${response.status}`)
  const { result } = (await response.json()) as { result: { data: Me | null } }
  return result.data
}
