import type { ClientView } from '@latchkey/schema'
import type { JSX } from 'react'
import { PageHeading } from '../../components/page-heading.tsx'
import { useHeadingFocus } from '../../navigation/use-heading-focus.ts'
import classes from './grant.module.css'

export interface AnsweredProps {
  readonly client: ClientView
  readonly decision: 'approved' | 'refused'
  /** Where the browser was sent with the answer. */
  readonly answerTo: string
}

/** What stays behind when the browser has gone to the program, which may leave this page where it is. */
export function Answered({ client, decision, answerTo }: AnsweredProps): JSX.Element {
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
