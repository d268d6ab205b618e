/**
 * A statement of SQL that each connection prepares once, under its name: sent without one it is parsed and planned each
 * time, at several times the cost. `Row` is what it returns, as the text names the columns.
 */
export interface Statement<Row> {
  readonly name: string
  readonly text: string
  /** Only a type. */
  readonly row?: Row
}

let statements = 0

/** Returns the statement of a text, whose values are `$1`, `$2` and so on. */
export function statement<Row = never>(text: string): Statement<Row> {
  statements += 1
  return { name: `latchkey_${statements}`, text }
}
