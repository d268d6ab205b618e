/** What a provider can be called in an address; the schema's rule, without the schema's weight. */
export function isProviderId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(value)
}
