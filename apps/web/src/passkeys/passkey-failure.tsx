import type { JSX } from 'react'
import { Note } from '../components/note.tsx'
import { ErrorNote } from '../errors/error-note.tsx'
import { isCancelled } from './is-cancelled.ts'

export interface PasskeyFailureProps {
  readonly error: unknown
  /** What is said of a ceremony without an answer. */
  readonly cancelled: string
  /** What failed, for every other error. */
  readonly lead?: string
}

/** Says why a ceremony changed nothing. One that its user cancelled is no error. */
export function PasskeyFailure({ error, cancelled, ...lead }: PasskeyFailureProps): JSX.Element {
  if (!isCancelled(error)) return <ErrorNote error={error} {...lead} />
  return (
    <Note tone="neutral" role="alert">
      {cancelled}
    </Note>
  )
}
