import { availableParallelism, cpus } from 'node:os'

/** Prints a Markdown table. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = header.map((title, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0), title.length),
  )
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
  console.log(line(header))
  console.log(
    `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`,
  )
  for (const row of rows) console.log(line(row))
  console.log()
}

/** Prints the machine and the Node version of the measurement. */
export function printMachine(): void {
  const model = cpus()[0]?.model ?? 'unknown processor'
  const { node } = process.versions
  console.log(`Node ${node}, ${process.platform} ${process.arch}, ${availableParallelism()} × ${model.trim()}\n`)
}
