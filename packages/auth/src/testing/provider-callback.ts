import type { AuthorizationAnswer, Bounded, Provider } from '../oauth/providers/provider.ts'

/** Returns the answer that completes an authorization request of {@link authorizationUrlOf}. */
export function callbackAnswer(changes: Partial<AuthorizationAnswer> = {}): AuthorizationAnswer {
  return {
    code: 'code',
    user: null,
    codeVerifier: 'verifier',
    redirectUri: 'https://id.example.com/oauth/callback/test',
    nonce: 'nonce',
    authenticatedSince: null,
    ...changes,
  }
}

/** Returns the bounds of calls that a test makes now. */
export function testBounds(now: Date = new Date()): Bounded {
  return { signal: AbortSignal.timeout(5000), now }
}

/** Returns where a provider sends the browser. `fresh` asks it to authenticate its user again. */
export async function authorizationUrlOf(
  provider: Provider,
  { fresh = false }: { readonly fresh?: boolean } = {},
): Promise<URL> {
  const { redirectUri, codeVerifier, nonce } = callbackAnswer()
  return provider.authorizationUrl({ redirectUri, codeVerifier, nonce, state: 'state', fresh }, testBounds())
}

/** Returns the parameters with which a provider sends the browser to its authorization endpoint. */
export async function authorizationQuery(
  provider: Provider,
  how: { readonly fresh?: boolean } = {},
): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries((await authorizationUrlOf(provider, how)).searchParams)
}
