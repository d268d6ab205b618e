import { createHash } from 'node:crypto'
import type { Answer, Visitor } from './test-server.ts'

/** The verifier of the program. @see [RFC 7636 §4.1](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.1) */
export const codeVerifier = 'a-verifier-that-is-only-used-by-these-tests'
export const redirectUri = 'http://127.0.0.1:50123/callback'
export const clientId = 'latchkey-cli'

/** The query of the authorization request that the program opens in a browser. */
export function codeQuery(changes: Readonly<Record<string, string | null>> = {}): string {
  const params = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state: 'state of the program',
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  }
  const present = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== null)
  return new URLSearchParams(present).toString()
}

/** Posts a form to an OAuth endpoint. */
export function postForm(
  visitor: Visitor,
  path: string,
  params: Readonly<Record<string, string>> | string,
): Promise<Answer> {
  return visitor.request(path, {
    method: 'POST',
    body: typeof params === 'string' ? params : new URLSearchParams(params).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  })
}

/** Approves a consent request like its page: as the user that the page shows. */
export async function approveConsent(
  browser: Visitor,
  input: { readonly query: string } | { readonly userCode: string },
): Promise<Answer> {
  const userId = (await browser.query('auth.me')).body.result?.data?.user.id ?? 'unknown'
  return browser.mutate('query' in input ? 'grants.approveCode' : 'grants.approveDevice', { ...input, userId })
}

/** Approves an authorization request, and returns the code of the redirect. */
export async function approveCode(browser: Visitor, query = codeQuery()): Promise<string> {
  const { body } = await approveConsent(browser, { query })
  return new URL(body.result.data.answerTo).searchParams.get('code') ?? ''
}

export function redeemCode(
  program: Visitor,
  code: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const params = { code, client_id: clientId, redirect_uri: redirectUri, code_verifier: codeVerifier, ...changes }
  return postForm(program, '/oauth/token', { grant_type: 'authorization_code', ...params })
}

export function pollDevice(device: Visitor, deviceCode: string, id = clientId): Promise<Answer> {
  const params = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: deviceCode, client_id: id }
  return postForm(device, '/oauth/token', params)
}
