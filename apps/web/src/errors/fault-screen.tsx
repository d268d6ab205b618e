import { Button } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeading } from '../components/page-heading.tsx'
import { describeFailure } from './failure.ts'
import { failureMessage } from './failure-message.ts'
import classes from './fault-screen.module.css'

export interface FaultScreenProps {
  readonly error: unknown
  readonly onRetry: () => void
}

/** Shown in place of a page that failed. */
export function FaultScreen({ error, onRetry }: FaultScreenProps): JSX.Element {
  const app = useTranslations('app')
  const texts = useTranslations('fault')
  const errors = useTranslations('errors')
  const failure = describeFailure(error)
  const { text, reference } = failureMessage(failure, errors, texts('theProvider'))
  return (
    <div className={classes.root} role="alert">
      <PageHeading title={texts(failure.kind === 'offline' ? 'noConnection' : 'title')} lead={text} />
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
