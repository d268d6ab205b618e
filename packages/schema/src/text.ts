/**
 * True for text that every store keeps as it is: well-formed Unicode (two different lone surrogates encode to the
 * same bytes) without NUL (PostgreSQL refuses it).
 */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** The number of code points, which is what a person counts as characters; `length` counts UTF-16 units. */
export function codePointLength(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}
