import type { CallbackInput } from '@latchkey/schema'

export type CallbackParams = CallbackInput['params']

/** Returns every parameter of a query, unchanged; one that occurs more than once as a list. */
export function readCallbackParams(search: string): CallbackParams {
  const query = new URLSearchParams(search)
  const names = new Set(query.keys())
  // Entries, not assignments: a parameter may be called `__proto__`.
  return Object.fromEntries([...names].map((name) => [name, oneOrAll(query.getAll(name))]))
}

function oneOrAll(values: string[]): string | string[] {
  const [first, ...others] = values
  return first === undefined || others.length > 0 ? values : first
}
