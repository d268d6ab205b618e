/** The OAuth client that every server knows. */
export const clientId = 'latchkey-cli'

/** Sends an OAuth request as a client does, which has no cookies. */
export function postForm(url: string, params: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(params), headers: { 'User-Agent': 'curl/8.14.1' } })
}
