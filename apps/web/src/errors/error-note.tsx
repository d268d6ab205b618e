import { Button } from '@mantine/core'
import { type JSX, useMemo } from 'react'
import { useTranslations } from 'use-intl/react'
import { Note } from '../components/note.tsx'
import { useConnection } from '../connection/use-connection.ts'
import { Countdown } from './countdown.tsx'
import { describeFailure } from './failure.ts'
import { failureMessage, isOffline } from './failure-message.ts'
import { retryDeadline } from './retry-deadline.ts'

export interface ErrorNoteProps {
  readonly error: unknown
  /** What failed, where the screen does not say it: “Couldn’t load your sessions.” */
  readonly lead?: string
  readonly onRetry?: () => void
  /** The name of the provider that the call was about. */
  readonly provider?: string
}

/**
 * Shows the message of an error, announced at once. Without a connection nothing is lost: what can be loaded again loads by
 * itself once there is one, and the banner says the rest.
 */
export function ErrorNote({ error, lead, onRetry, provider }: ErrorNoteProps): JSX.Element {
  const texts = useTranslations('fault')
  const errors = useTranslations('errors')
  const connection = useTranslations('connection')
  const failure = describeFailure(error)
  const { kind } = useConnection()
  // As it was when the call failed: the message stays while the network comes back.
  // oxlint-disable-next-line react/exhaustive-deps -- a new error is a new call
  const offline = useMemo(isOffline, [error])
  if (failure.kind === 'unanswered' && onRetry !== undefined && kind !== 'connected') {
    return (
      <Note tone="neutral">
        {lead} {connection('loadsByItself')}
      </Note>
    )
  }
  const { text, reference } = failureMessage(failure, errors, provider ?? texts('theProvider'), offline)
  const deadline = retryDeadline(error)
  return (
    <Note
      tone={failure.kind === 'unanswered' ? 'neutral' : 'error'}
      role="alert"
      action={onRetry && <RetryButton onRetry={onRetry} />}
    >
      {lead} {text} {deadline !== null && <Countdown key={deadline} deadline={deadline} />}
      {reference !== null && <small>{texts('reference', { reference })}</small>}
    </Note>
  )
}

function RetryButton({ onRetry }: { readonly onRetry: () => void }): JSX.Element {
  const texts = useTranslations('app')
  return (
    <Button variant="default" size="xs" onClick={onRetry}>
      {texts('tryAgain')}
    </Button>
  )
}
