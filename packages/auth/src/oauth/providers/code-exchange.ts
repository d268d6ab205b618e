import { CodeChallengeMethod, OAuth2Client, OAuth2Tokens } from 'arctic'
import { AuthError } from '../../core/auth-error.ts'
import type { AuthorizationAnswer, AuthorizationParameters, Bounded, ClientCredentials } from './provider.ts'
import { providerFetch, type ProviderRequest } from './provider-fetch.ts'

/** How the client authenticates at the token endpoint. */
export type ClientAuthentication = 'client_secret_basic' | 'client_secret_post'

/** The statuses of a refusal. Twitch names its error otherwise than RFC 6749 does, and sends 403 for a wrong secret. */
const refusals: ReadonlySet<number> = new Set([400, 401, 403])

interface CodeRequest extends Pick<AuthorizationParameters, 'redirectUri' | 'state'> {
  readonly codeVerifier: string | null
}

/** What is redeemed: the code, and what its authorization request was made with. */
export interface CodeGrant extends Pick<AuthorizationAnswer, 'code' | 'redirectUri'> {
  readonly codeVerifier: string | null
}

/**
 * Returns where the browser goes: authorization code with PKCE S256, or without PKCE where the provider refuses it, for
 * which the code verifier is `null`.
 *
 * @see [RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700.html#section-2.1.1)
 */
export function authorizationUrl(
  endpoint: string,
  { clientId }: ClientCredentials,
  { redirectUri, state, codeVerifier }: CodeRequest,
  scopes: readonly string[],
): URL {
  const client = new OAuth2Client(clientId, null, redirectUri)
  if (codeVerifier === null) return client.createAuthorizationURL(endpoint, state, [...scopes])
  return client.createAuthorizationURLWithPKCE(endpoint, state, CodeChallengeMethod.S256, codeVerifier, [...scopes])
}

/**
 * Redeems a code, once; returns the provider's tokens. The call is ours and not Arctic's, which has no timeout, reads an
 * answer of any size and follows a redirect with the client secret in the body; Arctic reads the answer.
 *
 * @throws AuthError `CODE_REFUSED` when the provider says no, also where it says so with status 200, as GitHub does;
 *   `PROVIDER_UNAVAILABLE`, `PROVIDER_ANSWER_INVALID`, `PROVIDER_TIMEOUT`
 * @see [RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.3)
 */
export async function redeemCode(
  endpoint: string,
  credentials: ClientCredentials,
  authentication: ClientAuthentication,
  { code, codeVerifier, redirectUri }: CodeGrant,
  { signal }: Bounded,
): Promise<OAuth2Tokens> {
  const verifier = codeVerifier === null ? {} : { code_verifier: codeVerifier }
  const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...verifier }
  const { status, json } = await providerFetch(endpoint, tokenRequest(grant, credentials, authentication), signal)
  if (refusals.has(status) || (isError(json) && status < 500)) throw new AuthError('CODE_REFUSED')
  if (status !== 200) throw new AuthError('PROVIDER_UNAVAILABLE')
  if (typeof json !== 'object' || json === null) throw new AuthError('PROVIDER_ANSWER_INVALID')
  return new OAuth2Tokens(json)
}

/** Whether there is an access token: Arctic's reader throws an error of its own where there is none. */
export function hasAccessToken({ data }: OAuth2Tokens): boolean {
  return 'access_token' in data && typeof data.access_token === 'string'
}

function tokenRequest(
  grant: Readonly<Record<string, string>>,
  { clientId, clientSecret }: ClientCredentials,
  authentication: ClientAuthentication,
): ProviderRequest {
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' }
  if (authentication === 'client_secret_post') {
    const body = new URLSearchParams({ ...grant, client_id: clientId, client_secret: clientSecret })
    return { method: 'POST', headers: type, body: body.toString() }
  }
  const basic = Buffer.from(`${formEncode(clientId)}:${formEncode(clientSecret)}`).toString('base64')
  const headers = { ...type, Authorization: `Basic ${basic}` }
  return { method: 'POST', headers, body: new URLSearchParams(grant).toString() }
}

/** @see [RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3.1): both parts are form-encoded first */
function formEncode(value: string): string {
  return new URLSearchParams({ v: value }).toString().slice('v='.length)
}

function isError(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'error' in json
}
