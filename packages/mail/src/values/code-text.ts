import { type PlainText, plainText } from './plain-text.ts'

/** Returns a code in two halves, which are easier to read and to type: `BCDF-GHJK`. */
export function codeText(code: string): PlainText | null {
  const text = plainText(code)
  if (text === null) return null
  const letters = Array.from(text)
  const half = Math.ceil(letters.length / 2)
  return `${letters.slice(0, half).join('')}-${letters.slice(half).join('')}` as PlainText
}
