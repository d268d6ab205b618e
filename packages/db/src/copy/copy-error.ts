/** Why a copy was not made, in one line for the operator. It holds nothing of a row but its key. */
export class CopyError extends Error {
  override readonly name = 'CopyError'
}

/** The database that rows are copied from, or the one that they are copied to. */
export type Side = 'source' | 'target'

/** Says that another program held a lock for longer than a copy waits. */
export function lockedError(side: Side): CopyError {
  return new CopyError(
    `Another program is changing or copying the ${side}: wait for it or stop it, and run this again.`,
  )
}

/** Says that a table of the target has rows. */
export function notEmptyError(table: string): CopyError {
  return new CopyError(`The target has rows already, in ${table}: name an empty database.`)
}
