/**
 * The library warns on import about each Node that isn't a long-term release yet. The workspace pins its Node, and a
 * warning at each start would look like an error: that one warning is suppressed, and no other.
 */
const { warn } = console
// oxlint-disable-next-line no-console -- the library has no option for it
console.warn = (...line: unknown[]): void => {
  if (!String(line[0]).includes('Unsupported runtime')) warn(...line)
}
const { interactionPolicy, Provider } = await import('oidc-provider')
// oxlint-disable-next-line no-console -- restores the original
console.warn = warn

export { interactionPolicy, Provider }
