/** A piece of code and its kind. */
export interface Stroke {
  readonly text: string
  readonly kind: 'comment' | 'string' | 'plain'
}

/** A comment line, or a string in single quotes. */
const marked = /(?<comment>^[ \t]*(?:#|\/\/).*$)|(?<string>'[^'\n]*')/gm

/** Splits code into strokes; joined, they are the code again. */
export function paint(code: string): readonly Stroke[] {
  const strokes: Stroke[] = []
  let end = 0
  for (const match of code.matchAll(marked)) {
    if (match.index > end) strokes.push({ text: code.slice(end, match.index), kind: 'plain' })
    strokes.push({ text: match[0], kind: match.groups?.['comment'] === undefined ? 'string' : 'comment' })
    end = match.index + match[0].length
  }
  if (end < code.length) strokes.push({ text: code.slice(end), kind: 'plain' })
  return strokes
}
