/**
 * Whether pages of this address may use passkeys in this browser. It names no credentials over plain http, and accepts none at
 * an IP address, where the server refuses them too.
 */
export function canUsePasskeys(
  { hostname }: Pick<Location, 'hostname'> = window.location,
  knowsCredentials = 'PublicKeyCredential' in window,
): boolean {
  return knowsCredentials && !hostname.startsWith('[') && !/^\d+(?:\.\d+){3}$/.test(hostname)
}
