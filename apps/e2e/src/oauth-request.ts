/** The OAuth client that every server knows. */
export const clientId = 'latchkey-cli'

/** The page of an authorization request whose redirect URI leads to no listener. */
export const authorizePath = `/oauth/authorize?${new URLSearchParams({
  response_type: 'code',
  client_id: clientId,
  redirect_uri: 'http://127.0.0.1:9/callback',
  code_challenge: 'c'.repeat(43),
  code_challenge_method: 'S256',
})}`

/** Sends an OAuth request as a client does, which has no cookies. */
export function postForm(url: string, params: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(params), headers: { 'User-Agent': 'curl/8.14.1' } })
}
