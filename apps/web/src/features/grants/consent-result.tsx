import type { ClientView } from '@latchkey/schema'
import type { JSX } from 'react'
import { PageHeading } from '../../components/page-heading.tsx'
import { useHeadingFocus } from '../../navigation/use-heading-focus.ts'
import classes from './grant.module.css'

export interface ConsentResultProps {
  readonly client: ClientView
  readonly decision: 'approved' | 'refused'
  /** The address to which the browser was redirected. */
  readonly answerTo: string
}

/** Shown after the redirect to the client, which may leave this page on screen. */
export function ConsentResult({ client, decision, answerTo }: ConsentResultProps): JSX.Element {
  useHeadingFocus()
  const lead =
    decision === 'approved' ? (
      <>
        Go back to <bdi>{client.name}</bdi>. You can close this tab.
      </>
    ) : (
      <>
        Nothing was given to <bdi>{client.name}</bdi>. You can close this tab.
      </>
    )
  return (
    <>
      <PageHeading title={decision === 'approved' ? 'Approved' : 'You said no'} lead={lead} />
      <p className={classes.small}>
        Nothing happened?{' '}
        <a href={answerTo}>
          Go back to <bdi>{client.name}</bdi>
        </a>
      </p>
    </>
  )
}
