/** The table that marks a database as an unfinished copy, while it is there. It has no rows. */
export const unfinishedCopyMark = 'latchkey_unfinished_copy'

/** A database to which the rows of another one were to be copied, and were not. */
export class UnfinishedCopyError extends Error {
  override readonly name = 'UnfinishedCopyError'

  constructor() {
    super('The database is an unfinished copy: run pnpm db:copy again, or set DATABASE_URL to another database.')
  }
}
