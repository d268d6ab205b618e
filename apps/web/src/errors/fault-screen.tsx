import { Button } from '@mantine/core'
import { type JSX, useEffect } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeading } from '../components/page-heading.tsx'
import { pageConnection } from '../connection/page-connection.ts'
import { describeFailure } from './failure.ts'
import { failureMessage } from './failure-message.ts'
import classes from './fault-screen.module.css'

export interface FaultScreenProps {
  readonly error: unknown
  readonly onRetry: () => void
}

/** Shown in place of a page that failed. Without a connection, the page is tried again once there is one. */
export function FaultScreen({ error, onRetry }: FaultScreenProps): JSX.Element {
  const app = useTranslations('app')
  const texts = useTranslations('fault')
  const errors = useTranslations('errors')
  const connection = useTranslations('connection')
  const failure = describeFailure(error)
  const { text, reference } = failureMessage(failure, errors, texts('theProvider'))
  const unanswered = failure.kind === 'unanswered'
  useEffect(() => (unanswered ? pageConnection.onBack(onRetry) : undefined))
  return (
    <div className={classes.root} role="alert">
      <PageHeading
        title={texts(unanswered ? 'noConnection' : 'title')}
        lead={unanswered ? connection('pageLoadsByItself') : text}
      />
      <div className={classes.actions}>
        <Button onClick={onRetry}>{app('tryAgain')}</Button>
        <Button component="a" href="/" variant="default">
          {app('goToAccess')}
        </Button>
      </div>
      {reference !== null && <p className={classes.reference}>{texts('reference', { reference })}</p>}
    </div>
  )
}
