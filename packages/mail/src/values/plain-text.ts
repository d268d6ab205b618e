declare const brand: unique symbol

/** A value from elsewhere, on one line, without a character that can't be seen. */
export type PlainText = string & { readonly [brand]: 'PlainText' }

/** In code points. An email has fewer. */
const maxLength = 300
/** In code points. The names that users give have fewer. */
const maxFreeLength = 100

/** Control characters, the separators of lines, and what Unicode calls white space. */
const gaps = /[\p{Cc}\p{White_Space}]+/gu

/** Zero-width characters and those that turn the direction of a text, by their properties; and the blank of Braille. */
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu

/**
 * Returns a value as a message may show it: control characters and line breaks are a space, invisible characters are gone,
 * and a long text is cut. `null` where nothing is left to read.
 *
 * @see [UTS #39](https://www.unicode.org/reports/tr39/)
 */
export function plainText(value: string | null): PlainText | null {
  const visible = (value ?? '')
    .slice(0, maxLength * 4)
    .toWellFormed()
    .replaceAll(gaps, ' ')
    .replaceAll(invisible, '')
  // Once more: what stood around an invisible character stands together now.
  const line = visible.replaceAll(/ +/g, ' ').trim()
  return line === '' ? null : (cut(line, maxLength) as PlainText)
}

/**
 * Returns a value that a peer chose freely, like the name of a program, as `plainText` does, and written so that mail
 * programs do not make a link of it: `evil.example` becomes `evil. example`.
 */
export function unlinkedText(value: string | null): PlainText | null {
  const text = plainText(value)
  if (text === null) return null
  return cut(text, maxFreeLength)
    .replaceAll('://', ': //')
    .replaceAll(/(?<=[^\s.])([.。．｡])(?=[\p{L}-]{2})/gu, '$1 ') as PlainText
}

function cut(line: string, length: number): string {
  const characters = Array.from(line)
  return characters.length <= length ? line : `${characters.slice(0, length).join('')}…`
}
