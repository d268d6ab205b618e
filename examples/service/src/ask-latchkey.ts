/** What `auth.me` says of a token's bearer, as far as it is needed here. */
interface Me {
  readonly user: { readonly id: string; readonly email: string }
}

/**
 * Asks Latchkey who calls. It costs a request and knows at once when a session has ended. `null` when the token is no
 * good; throws when Latchkey does not answer, which is no reason to let anyone in.
 */
export async function askLatchkey(issuer: string, token: string): Promise<Me | null> {
  const answer = await fetch(new URL('/trpc/auth.me', issuer), {
    headers: { Authorization: `Bearer ${token}` },
    redirect: 'error',
    signal: AbortSignal.timeout(5000),
  })
  if (answer.status === 401) return null
  if (!answer.ok) throw new Error(`Latchkey answered ${answer.status}`)
  const { result } = (await answer.json()) as { result: { data: Me | null } }
  return result.data
}
