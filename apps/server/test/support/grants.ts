import { createHash } from 'node:crypto'
import type { Answer, Visitor } from './test-server.ts'

/** A program as RFC 7636 would have it: a verifier of its own for each time that it asks. */
export const codeVerifier = 'a-verifier-that-is-only-used-by-these-tests'
export const redirectUri = 'http://127.0.0.1:50123/callback'
export const clientId = 'latchkey-cli'

/** What stands behind the `?` of the address that the program opens. */
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

/** A form to one of the endpoints of OAuth. */
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

/** As the page does that asks: for whom it has shown. */
export async function sayYes(
  browser: Visitor,
  input: { readonly query: string } | { readonly userCode: string },
): Promise<Answer> {
  const userId = (await browser.query('auth.me')).body.result?.data?.user.id ?? 'nobody'
  return browser.mutate('query' in input ? 'grants.approveCode' : 'grants.approveDevice', { ...input, userId })
}

/** The code that a person's browser brings to the program when they say yes. */
export async function approveCode(browser: Visitor, query = codeQuery()): Promise<string> {
  const { body } = await sayYes(browser, { query })
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
