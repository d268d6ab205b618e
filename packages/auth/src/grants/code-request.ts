import { AuthError } from '../core/auth-error.ts'
import { type ClientRegistry, mayRedirectTo, type RegisteredClient } from '../clients/client-registry.ts'
import type { TokenResources } from '../tokens/token-resources.ts'
import { isCodeChallenge } from './pkce.ts'

/** Why an authorization request can't be decided about; told to the client. */
export interface RequestProblem {
  readonly error: 'invalid_request' | 'unsupported_response_type' | 'invalid_scope' | 'invalid_target'
  readonly description: string
}

/** A well-formed authorization request of a client. */
export interface CodeRequest {
  readonly client: RegisteredClient
  readonly redirectUri: string
  readonly state: string | null
  readonly codeChallenge: string
}

/** The fields of a malformed authorization request that are safe to show, and enough to answer the client. */
export interface MalformedCodeRequest extends Pick<CodeRequest, 'client' | 'redirectUri' | 'state'> {
  readonly problem: RequestProblem
}

/** The parameters that are read, beside any number of `resource`; others are ignored. */
const known = [
  'response_type',
  'response_mode',
  'client_id',
  'redirect_uri',
  'state',
  'scope',
  'code_challenge',
  'code_challenge_method',
] as const

/**
 * Reads the query of an authorization request. The client and its redirect URI are checked first: until both are known,
 * the browser is sent nowhere.
 *
 * @throws AuthError `CLIENT_UNKNOWN`, `REDIRECT_URI_UNKNOWN`
 * @see [RFC 6749 §4.1.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.1),
 *   [RFC 7636 §4.3](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.3)
 */
export function readCodeRequest(
  query: string,
  { clients, resources }: { readonly clients: ClientRegistry; readonly resources: TokenResources },
): CodeRequest | MalformedCodeRequest {
  const params = new URLSearchParams(query)
  const client = clients.find(only(params, 'client_id') ?? '')
  if (client === null) throw new AuthError('CLIENT_UNKNOWN')
  const redirectUri = only(params, 'redirect_uri')
  if (redirectUri === null || !mayRedirectTo(client, redirectUri)) throw new AuthError('REDIRECT_URI_UNKNOWN')
  const request = { client, redirectUri, state: only(params, 'state') }

  const codeChallenge = only(params, 'code_challenge') ?? ''
  const problem = problemOf(params, resources)
  return problem === null ? { ...request, codeChallenge } : { ...request, problem }
}

/** @see [RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1) */
function problemOf(params: URLSearchParams, resources: TokenResources): RequestProblem | null {
  const twice = known.find((name) => params.getAll(name).length > 1)
  if (twice !== undefined) return { error: 'invalid_request', description: `There are two of ${twice}.` }
  const responseType = only(params, 'response_type')
  if (responseType === null) return { error: 'invalid_request', description: 'response_type is missing.' }
  if (responseType !== 'code') {
    return { error: 'unsupported_response_type', description: 'The only response_type is code.' }
  }
  if (only(params, 'code_challenge_method') !== 'S256' || !isCodeChallenge(only(params, 'code_challenge') ?? '')) {
    return { error: 'invalid_request', description: 'PKCE with S256 is needed: code_challenge, code_challenge_method.' }
  }
  const responseMode = only(params, 'response_mode')
  if (responseMode !== null && responseMode !== 'query') {
    return { error: 'invalid_request', description: 'The only response_mode is query.' }
  }
  if (only(params, 'scope') !== null) return { error: 'invalid_scope', description: 'There are no scopes here.' }
  // Checked here, so that no user is asked for what would be refused; each token request names its own. RFC 8707 §2.1
  const unknown = params.getAll('resource').find((resource) => resource !== '' && !resources.list().includes(resource))
  if (unknown !== undefined) {
    return { error: 'invalid_target', description: 'There is no such resource here.' }
  }
  return null
}

/** An empty parameter counts as absent, and so does one that is there twice. */
function only(params: URLSearchParams, name: (typeof known)[number]): string | null {
  const [value = '', ...more] = params.getAll(name)
  return value === '' || more.length > 0 ? null : value
}
