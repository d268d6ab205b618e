const notPlain = /[^\n\x20-\x7E]/
/** Control and format characters, and the separators that some readers take for the end of a line. */
const invisible = /[\p{Cf}\u007F-\u009F\u2028\u2029]/gu

/**
 * Returns a line of JSON in which characters that a terminal obeys, that reorder what is read or that end a line are
 * escaped. JSON itself escapes only those below U+0020.
 *
 * @see [RFC 8259 §7](https://www.rfc-editor.org/rfc/rfc8259.html#section-7)
 */
export function escapeInvisible(line: string): string {
  return notPlain.test(line) ? line.replaceAll(invisible, escapeUnits) : line
}

function escapeUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('')
}
