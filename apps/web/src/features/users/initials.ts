/** Returns one or two letters for a user: of the first and the last word of the name, in any script. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u)
  const first = words[0] ?? ''
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  return (firstGrapheme(first) + firstGrapheme(last)).toLocaleUpperCase()
}

function firstGrapheme(word: string): string {
  for (const { segment } of new Intl.Segmenter().segment(word)) return segment
  return ''
}
