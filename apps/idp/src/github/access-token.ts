import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isLocalClient } from '../client.ts'
import type { ExpiringMap } from '../expiring-map.ts'
import { readForm } from '../http/read-form.ts'
import { type Handle, sendJson } from '../http/respond.ts'
import { randomId } from '../random-id.ts'
import { answerBadly, isTokenTrouble } from '../behaviours/token-trouble.ts'
import type { GithubGrant } from './github-requests.ts'

const tokenLifetimeMs = 60 * 60 * 1000

/** In GitHub's words. @see [GitHub: Troubleshooting OAuth app access token request errors](https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors) */
const refusals = {
  incorrect_client_credentials: 'The client_id and/or client_secret passed are incorrect.',
  redirect_uri_mismatch: 'The redirect_uri MUST match the registered callback URL for this application.',
  bad_verification_code: 'The code passed is incorrect or expired.',
} as const

type Refusal = keyof typeof refusals

export interface GithubTokens {
  readonly codes: ExpiringMap<GithubGrant>
  readonly tokens: ExpiringMap<GithubGrant>
  readonly redirectTo: string
}

export function githubAccessToken({ codes, tokens, redirectTo }: GithubTokens): Handle {
  return async (request, response) => {
    const form = (await readForm(request)) ?? new URLSearchParams()
    const grant = redeem(request, form, codes)
    if (typeof grant === 'string') return answer(request, response, refused(grant))

    const token = `gho_${randomId()}`
    tokens.set(token, grant, tokenLifetimeMs)
    const body = { access_token: token, scope: grant.scope.replaceAll(/[ ,]+/g, ','), token_type: 'bearer' }
    const { behaviour } = grant.choice
    if (!isTokenTrouble(behaviour)) return answer(request, response, body)
    const refusal = { status: 200, body: refused('bad_verification_code') }
    return answerBadly(response, behaviour, { answer: body, redirectTo, refusal })
  }
}

/** A code is spent by its first use, even one that fails. */
function redeem(
  request: IncomingMessage,
  form: URLSearchParams,
  codes: ExpiringMap<GithubGrant>,
): GithubGrant | Refusal {
  const { id, secret } = basicCredentials(request) ?? {
    id: form.get('client_id') ?? '',
    secret: form.get('client_secret') ?? '',
  }
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

/** Both halves are form-encoded first. @see [RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1) */
function basicCredentials(request: IncomingMessage): { id: string; secret: string } | null {
  const [scheme, encoded] = (request.headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic' || encoded === undefined) return null
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  const decoded = new URLSearchParams(`id=${id}&secret=${secret}`)
  return { id: decoded.get('id') ?? '', secret: decoded.get('secret') ?? '' }
}

function refused(error: Refusal): { error: string; error_description: string } {
  return { error, error_description: refusals[error] }
}

/** Status 200 for errors too, and a form unless JSON was asked for: both as GitHub does. */
function answer(request: IncomingMessage, response: ServerResponse, body: Record<string, string>): void {
  if (request.headers.accept?.includes('application/json')) return sendJson(response, 200, body)
  response.writeHead(200, { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' })
  response.end(new URLSearchParams(body).toString())
}
