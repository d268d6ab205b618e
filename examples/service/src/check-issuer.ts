/**
 * Checks that the server at an address has this address as its issuer identifier. Otherwise every token would be
 * refused, because its `iss` claim differs.
 *
 * @param issuer - the origin that this service is configured with
 * @returns a sentence that says what is wrong, or `null` if nothing is, or the server does not respond yet
 * @see [RFC 8414 §3.3](https://www.rfc-editor.org/rfc/rfc8414.html#section-3.3)
 */
export async function checkIssuer(issuer: string): Promise<string | null> {
  const found = await issuerAt(issuer).catch(() => null)
  if (found === null) {
    console.error(`${issuer} does not answer as a Latchkey yet: until it does, nobody is let in.`)
    return null
  }
  return found === issuer ? null : `The server at ${issuer} calls itself ${found}: use that as LATCHKEY_URL.`
}

async function issuerAt(origin: string): Promise<string> {
  const response = await fetch(new URL('/.well-known/oauth-authorization-server', origin), {
    redirect: 'error',
    signal: AbortSignal.timeout(5000),
  })
  const { issuer } = (await response.json()) as { issuer?: unknown }
  if (typeof issuer !== 'string') throw new TypeError('an issuer has a name')
  return issuer
}
