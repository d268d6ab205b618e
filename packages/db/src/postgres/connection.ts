import type { QueryConfig, QueryResult } from 'pg'
import type { Statement } from './statement.ts'

/** Runs statements, in a transaction or each by itself. */
export interface Connection {
  /** Whether a change to sessions is signalled by the transaction that makes it. */
  readonly signals: boolean

  /** Returns the rows of a statement. */
  rows<Row>(statement: Statement<Row>, ...values: readonly unknown[]): Promise<readonly Row[]>

  /** Returns the first row of a statement, or `null`. */
  row<Row>(statement: Statement<Row>, ...values: readonly unknown[]): Promise<Row | null>

  /** Runs a statement; returns how many rows it inserted, changed or deleted. */
  run(statement: Statement<never>, ...values: readonly unknown[]): Promise<number>
}

/** What the driver runs statements with: a client, a pool or a reader. */
export interface Queryable {
  query(config: QueryConfig): Promise<QueryResult>
}

/** Returns a connection over a client in a transaction, or over a pool or a reader, where each statement is one by itself. */
export function connectionOf(client: Queryable, { signals = true } = {}): Connection {
  const query = ({ name, text }: Statement<unknown>, values: readonly unknown[]) =>
    client.query({ name, text, values: [...values] })
  return {
    signals,
    async rows<Row>(statement: Statement<Row>, ...values: readonly unknown[]) {
      return (await query(statement, values)).rows as Row[]
    },
    async row<Row>(statement: Statement<Row>, ...values: readonly unknown[]) {
      const [row] = (await query(statement, values)).rows as Row[]
      return row ?? null
    },
    async run(statement, ...values) {
      return (await query(statement, values)).rowCount ?? 0
    },
  }
}
