/** Words of examples and placeholders, which a secret that was made at random has none or one of. */
const placeholders =
  /change[-_ ]?(?:this|me|it)|replace[-_ ]?(?:this|me|it)|password|passphrase|passw0rd|secret|example|default|insert|latchkey|letmein|qwerty|random|openssl|base64|testing|sample|dummy|admin|12345|abcde/gi

/** A run of letters that reads like a word. Hexadecimal digits are none. */
const wordLike = /[A-Z]?[a-z]{5,}|[A-Z]{6,}/g
/** Digests of nothing, which are easily made by mistake. */
const digestsOfNothing: ReadonlySet<string> = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
])

const minCharacters = 20
const minDifferentCharacters = 8
const patternLength = 4

/**
 * Returns whether a secret may have been made at random: of its letters and digits at least 20 are left, among them 8
 * different ones and one of either kind, when words, runs, sequences and repeated parts are taken out. 16 random bytes as
 * hexadecimal digits pass, and so does nearly every longer encoding; a sentence may pass too, so this is no measure of
 * entropy.
 */
export function isStrongSecret(secret: string): boolean {
  if (digestsOfNothing.has(secret.toLowerCase())) return false
  const left = withoutPatterns(secret.replaceAll(placeholders, '').replaceAll(wordLike, withoutWord)).replaceAll(
    /[^A-Za-z0-9]/g,
    '',
  )
  const hasBothKinds = /[A-Za-z]/.test(left) && /\d/.test(left)
  return left.length >= minCharacters && new Set(left).size >= minDifferentCharacters && hasBothKinds
}

function withoutWord(run: string): string {
  const isWord = /[g-z]/i.test(run) && /[aeiouy]/i.test(run)
  return isWord ? '' : run
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
