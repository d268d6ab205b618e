import { Button } from '@mantine/core'
import type { JSX } from 'react'
import { Note } from '../components/note.tsx'
import { Countdown } from './countdown.tsx'
import { messageOf } from './error-messages.ts'
import { describeFailure } from './failure.ts'

export interface ErrorNoteProps {
  readonly error: unknown
  /** What failed, where the screen does not say it: "The sessions can’t be shown." */
  readonly lead?: string
  readonly onRetry?: () => void
  /** The name of the provider that the call was about. */
  readonly provider?: string
}

/** Shows the message of an error, announced at once. */
export function ErrorNote({ error, lead, onRetry, provider }: ErrorNoteProps): JSX.Element {
  const { text, reference, retryAfter } = messageOf(describeFailure(error), provider)
  return (
    <Note tone="error" role="alert" action={onRetry && <RetryButton onRetry={onRetry} />}>
      {lead} {text} {retryAfter !== null && <Countdown key={startOf(error)} seconds={retryAfter} />}
      {reference !== null && <small>Reference: {reference}</small>}
    </Note>
  )
}

function RetryButton({ onRetry }: { readonly onRetry: () => void }): JSX.Element {
  return (
    <Button variant="default" size="xs" onClick={onRetry}>
      Try again
    </Button>
  )
}

/** Returns the key of a refusal's countdown: each refusal starts its own. */
function startOf(error: unknown): string {
  const failure = describeFailure(error)
  return failure.kind === 'answered' ? failure.data.requestId : ''
}
