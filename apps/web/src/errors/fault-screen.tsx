import { Button } from '@mantine/core'
import type { JSX } from 'react'
import { PageHeading } from '../components/page-heading.tsx'
import { messageOf } from './error-messages.ts'
import { describeFailure } from './failure.ts'
import classes from './fault-screen.module.css'

export interface FaultScreenProps {
  readonly error: unknown
  readonly onRetry: () => void
}

/** Shown in place of a page that failed. */
export function FaultScreen({ error, onRetry }: FaultScreenProps): JSX.Element {
  const failure = describeFailure(error)
  const { text, reference } = messageOf(failure)
  return (
    <div className={classes.root} role="alert">
      <PageHeading title={failure.kind === 'offline' ? 'No connection' : 'This page can’t be shown'} lead={text} />
      <div className={classes.actions}>
        <Button onClick={onRetry}>Try again</Button>
        <Button component="a" href="/" variant="default">
          Go to the start
        </Button>
      </div>
      {reference !== null && <p className={classes.reference}>Reference: {reference}</p>}
    </div>
  )
}
