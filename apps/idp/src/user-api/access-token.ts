import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Durations } from '../durations.ts'
import type { ExpiringMap } from '../expiring-map.ts'
import { isTokenFault, sendTokenFault } from '../faults/send-token-fault.ts'
import { readForm } from '../http/read-form.ts'
import { type Handle, sendJson } from '../http/respond.ts'
import { isLocalClient } from '../local-client.ts'
import { randomId } from '../random-id.ts'
import type { UserApiProfile } from './user-api-profile.ts'
import type { UserApiGrant } from './user-api-requests.ts'

/** Why a token request is refused. @see [GitHub: Troubleshooting OAuth app access token request errors](https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors) */
const refusals = {
  incorrect_client_credentials: 'The client_id and/or client_secret passed are incorrect.',
  redirect_uri_mismatch: 'The redirect_uri MUST match the registered callback URL for this application.',
  bad_verification_code: 'The code passed is incorrect or expired.',
} as const

type Refusal = keyof typeof refusals

export interface UserApiTokens {
  readonly codes: ExpiringMap<UserApiGrant>
  readonly tokens: ExpiringMap<UserApiGrant>
  readonly redirectTo: string
  readonly durations: Durations
}

/** Handles the token request. */
export function accessTokenEndpoint(
  profile: UserApiProfile,
  { codes, tokens, redirectTo, durations }: UserApiTokens,
): Handle {
  return async (request, response) => {
    const form = (await readForm(request)) ?? new URLSearchParams()
    const grant = redeem(request, form, codes, profile)
    if (typeof grant === 'string') {
      return respond(request, response, profile.refusedCode.status, errorResponse(grant, profile))
    }

    const token = `${profile.tokenPrefix}${randomId()}`
    tokens.set(token, grant, durations.grantMs)
    const scope = grant.scope.replaceAll(/[ ,]+/g, profile.scopeSeparator)
    const body = { access_token: token, scope, token_type: 'bearer' }
    const { fault } = grant.choice
    if (!isTokenFault(fault)) return respond(request, response, 200, body)
    const { status } = profile.refusedCode
    const refusal = { status, body: errorResponse('bad_verification_code', profile) }
    return sendTokenFault(response, fault, { tokens: body, refusal, redirectTo, durations })
  }
}

/** Consumes the code. The first use consumes it, even a use that fails. */
function redeem(
  request: IncomingMessage,
  form: URLSearchParams,
  codes: ExpiringMap<UserApiGrant>,
  { basicOnly }: UserApiProfile,
): UserApiGrant | Refusal {
  const posted = { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' }
  const { id, secret } = basicCredentials(request) ?? (basicOnly ? { id: '', secret: '' } : posted)
  if (!isLocalClient(id, secret)) return 'incorrect_client_credentials'
  const grant = codes.take(form.get('code') ?? '')
  if (grant === null) return 'bad_verification_code'
  if (form.get('redirect_uri') !== grant.redirectUri) return 'redirect_uri_mismatch'
  if (grant.codeChallenge !== null && challengeOf(form.get('code_verifier') ?? '') !== grant.codeChallenge) {
    return 'bad_verification_code'
  }
  return grant
}

/** @see [RFC 7636 §4.2](https://www.rfc-editor.org/rfc/rfc7636#section-4.2) */
function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}

/** The id and the secret are form-encoded before they are joined. @see [RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1) */
function basicCredentials(request: IncomingMessage): { id: string; secret: string } | null {
  const [scheme, encoded] = (request.headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic' || encoded === undefined) return null
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  const decoded = new URLSearchParams(`id=${id}&secret=${secret}`)
  return { id: decoded.get('id') ?? '', secret: decoded.get('secret') ?? '' }
}

/** Only GitHub has a name of its own for each. */
function errorResponse(
  refusal: Refusal,
  { refusedCode }: UserApiProfile,
): { error: string; error_description: string } {
  const error = refusedCode.status === 200 ? refusal : refusedCode.error
  return { error, error_description: refusals[refusal] }
}

/** Sends a form unless the client accepts JSON, as GitHub does. */
function respond(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: Record<string, string>,
): void {
  if (request.headers.accept?.includes('application/json')) return sendJson(response, status, body)
  response.writeHead(status, { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' })
  response.end(new URLSearchParams(body).toString())
}
