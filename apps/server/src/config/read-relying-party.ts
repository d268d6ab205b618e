import { isIP } from 'node:net'
import type { RelyingParty } from '@latchkey/auth'

/** The name that authenticators show beside the address of the user. */
const name = 'Latchkey'

/**
 * Returns this site as authenticators know it; `null` at an IP address, which has no passkeys. Another RP ID than the host can
 * be a domain that the host is under; the browser refuses one under which strangers have domains of their own.
 *
 * @see [WebAuthn §5.1.3](https://www.w3.org/TR/webauthn-3/#CreateCred-DetermineRpId)
 */
export function readRelyingParty(
  publicUrl: URL,
  rpId: string | undefined,
): { readonly relyingParty: RelyingParty | null; readonly problems: readonly string[] } {
  const { hostname, origin } = publicUrl
  const isAddress = isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0
  if (rpId === undefined) {
    return { relyingParty: isAddress ? null : { id: hostname, name, origin }, problems: [] }
  }
  const isOfHost = rpId === hostname || (rpId.includes('.') && hostname.endsWith(`.${rpId}`))
  if (isAddress || !isOfHost) return { relyingParty: null, problems: [notOfHost] }
  return { relyingParty: { id: rpId, name, origin }, problems: [] }
}

const notOfHost =
  'PASSKEY_RP_ID must be the host of PUBLIC_URL or a domain that it is under, like example.com for id.example.com.'
