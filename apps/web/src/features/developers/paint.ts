/** A stretch of code, and what it is. */
export interface Stroke {
  readonly text: string
  readonly kind: 'comment' | 'string' | 'plain'
}

/** A line that is a comment, or a string in single quotes: enough to find one’s way. */
const marked = /(?<comment>^[ \t]*(?:#|\/\/).*$)|(?<string>'[^'\n]*')/gm

/** Cuts code into strokes; put together again, they are the code. */
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
