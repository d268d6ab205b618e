const maxCauses = 5
const code = /^[A-Z][A-Z0-9_]{1,60}$/

/**
 * Returns the code of the innermost cause of an error that has one, like `ENOTFOUND` for a name that no resolver knows; the
 * name of the error where none has a code, and `null` for what is no error. Messages are left out: addresses and values are
 * in them.
 */
export function failureCode(error: unknown): string | null {
  let found: string | null = null
  let current = error
  for (let depth = 0; depth < maxCauses && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string' && code.test(current.code)) found = current.code
    current = current.cause
  }
  return found ?? (error instanceof Error ? error.name : null)
}
