/** The nonce that the server put into this page; Mantine's generated style elements carry it. */
export function cspNonce(): string {
  // Browsers hide a nonce from `getAttribute`, not from the property.
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')
  return meta?.nonce ?? ''
}
