/**
 * This site, as authenticators know it. A passkey works for the RP ID that it was made for and no other.
 *
 * @see [WebAuthn §5.1.2](https://www.w3.org/TR/webauthn-3/#rp-id)
 */
export interface RelyingParty {
  /** The host of the site, or a domain that the host is under. */
  readonly id: string
  readonly name: string
  /** The only origin whose pages may ask for a passkey. */
  readonly origin: string
}
