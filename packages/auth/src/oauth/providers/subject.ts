const maxSubjectLength = 255

/**
 * Whether a value is the id of one account at a provider: a text, not empty, of at most 255 characters. A number does not:
 * above 2^53 two accounts are read as the same one.
 *
 * @see [OpenID Connect Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken), `sub`
 */
export function isSubject(claim: unknown): claim is string {
  return typeof claim === 'string' && claim !== '' && claim.length <= maxSubjectLength && claim.isWellFormed()
}
