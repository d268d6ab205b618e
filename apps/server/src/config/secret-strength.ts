/** Words of examples and placeholders, which a secret that was made at random has none or one of. */
const placeholders =
  /change[-_ ]?(?:this|me|it)|replace[-_ ]?(?:this|me|it)|password|passphrase|passw0rd|secret|example|default|insert|latchkey|letmein|qwerty|random|openssl|base64|testing|sample|dummy|admin|12345|abcde/gi

const minCharacters = 20
const minDifferentCharacters = 8
const patternLength = 4

/**
 * Returns whether a secret may have been made at random: of its characters at least 20 are left, and among them 8
 * different ones, when words of placeholders, runs, sequences and repeated parts are taken out. 16 random bytes as
 * hexadecimal digits pass, and so does every longer encoding; a sentence may pass too, so this is no measure of entropy.
 */
export function isStrongSecret(secret: string): boolean {
  const left = withoutPatterns(secret.replaceAll(placeholders, ''))
  return left.length >= minCharacters && new Set(left).size >= minDifferentCharacters
}

/** Takes out characters that go on with a run or a sequence (aaa, abc, 975), and parts that occurred before. */
function withoutPatterns(text: string): string {
  const step = (index: number): number => text.charCodeAt(index) - text.charCodeAt(index - 1)
  const predictable = new Set<number>()
  for (let index = 2; index < text.length; index += 1) {
    if (step(index) === step(index - 1) && Math.abs(step(index)) <= 2) predictable.add(index)
  }
  for (let end = patternLength * 2; end <= text.length; end += 1) {
    const part = text.slice(end - patternLength, end)
    if (!text.slice(0, end - patternLength).includes(part)) continue
    for (let index = end - patternLength; index < end; index += 1) predictable.add(index)
  }
  return text
    .split('')
    .filter((_, index) => !predictable.has(index))
    .join('')
}
