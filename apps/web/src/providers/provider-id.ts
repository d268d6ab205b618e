/** Whether a value can be the id of a provider: the schema's rule, without loading zod. */
export function isProviderId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(value)
}
