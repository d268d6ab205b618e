/**
 * The library warns, on import, about each Node that isn't a long-term release yet. The workspace pins its Node, and a
 * line at each start would be read as a fault: that one line is held back, and nothing else.
 */
const { warn } = console
// oxlint-disable-next-line no-console -- the library has no other way to be told
console.warn = (...line: unknown[]): void => {
  if (!String(line[0]).includes('Unsupported runtime')) warn(...line)
}
const { interactionPolicy, Provider } = await import('oidc-provider')
// oxlint-disable-next-line no-console -- given back as it was
console.warn = warn

export { interactionPolicy, Provider }
