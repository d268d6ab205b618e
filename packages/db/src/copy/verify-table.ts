import { type CopiedTable, keyOf, type Row } from './copied-tables.ts'
import { CopyError } from './copy-error.ts'
import type { RowBatches } from './copy-sides.ts'

/**
 * Compares every value of every row of a table in two databases, whose batches are of one size; yields how many rows are the
 * same so far.
 *
 * @throws CopyError that names the table and the key of the first row that differs
 */
export async function* verifyTable(table: CopiedTable, source: RowBatches, target: RowBatches): AsyncGenerator<number> {
  let verified = 0
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one batch of each is in memory
    const [originals = [], copies = []] = (await Promise.all([source.next(), target.next()])).map(({ value }) => value)
    const rows = Math.max(originals.length, copies.length)
    if (rows === 0) return
    for (let index = 0; index < rows; index += 1) compare(table, originals[index], copies[index])
    verified += rows
    yield verified
  }
}

function compare(table: CopiedTable, original: Row | undefined, copy: Row | undefined): void {
  const key = original ?? copy
  if (key === undefined) return
  const name = `${table.name} ${keyOf(table, key)}`
  if (original === undefined) throw new CopyError(`${name}: only the target has this row.`)
  if (copy === undefined) throw new CopyError(`${name}: the target does not have this row.`)
  if (keyOf(table, original) !== keyOf(table, copy)) {
    throw new CopyError(`${name}: the target has ${keyOf(table, copy)} in its place.`)
  }
  const differing = Object.keys(table.columns).filter((_column, index) => original[index] !== copy[index])
  if (differing.length > 0) throw new CopyError(`${name}: the target has another ${differing.join(', ')}.`)
}
