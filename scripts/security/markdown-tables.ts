/** A row of a table: for each cell the texts that are marked as code. */
export type CodeRow = readonly (readonly string[])[]

/** Returns the rows of the first table below a heading of a document, without its header. */
export function tableUnder(markdown: string, heading: string): readonly CodeRow[] {
  const [, section = ''] = markdown.split(`\n## ${heading}\n`, 2)
  const [own = ''] = section.split('\n## ', 1)
  const lines = own.split('\n')
  const first = lines.findIndex((line) => line.startsWith('|'))
  const length = lines.slice(first).findIndex((line) => !line.startsWith('|'))
  return lines.slice(first + 2, length === -1 ? undefined : first + length).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, text = '']) => text)),
  )
}
