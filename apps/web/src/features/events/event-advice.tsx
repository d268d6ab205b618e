import type { EventView } from '@latchkey/schema'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Section } from '../../components/section.tsx'
import type { RenderAction } from './entries/entry-row.tsx'
import { namedSessions } from './entries/named-sessions.ts'
import classes from './event-advice.module.css'
import { timelinePath } from './timeline-search.ts'

export interface EventAdviceProps {
  readonly event: EventView
  readonly renderAction: RenderAction
  /** Whether it is known which sessions are live, and so whether that of the event has ended. */
  readonly isKnown: boolean
}

/** What to do about an event that the user does not recognize: end its session, change the password, look further. */
export function EventAdvice({ event, renderAction, isKnown }: EventAdviceProps): JSX.Element {
  const texts = useTranslations('event')
  const password = useTranslations('password')
  const sessions = namedSessions(event)
  const action = renderAction(sessions)

  function aboutSession(): string {
    if (event.current) return texts('sessionCurrent')
    return texts(isKnown && action === null ? 'sessionOver' : 'endSession')
  }

  return (
    <Section title={texts('notYou')}>
      <ol className={classes.steps}>
        {sessions.length > 0 && <Step action={action}>{aboutSession()}</Step>}
        <Step
          action={
            <Button component={Link} to="/password" variant="default" size="sm">
              {password('change')}
            </Button>
          }
        >
          {texts('changePassword')}
        </Step>
        <Step
          action={
            <Button component={Link} to={timelinePath} variant="default" size="sm">
              {texts('seeTimeline')}
            </Button>
          }
        >
          {texts('lookFurther')}
        </Step>
      </ol>
    </Section>
  )
}

interface StepProps {
  readonly action: ReactNode
  readonly children: ReactNode
}

function Step({ action, children }: StepProps): JSX.Element {
  return (
    <li className={classes.step} data-row>
      <span className={classes.text}>{children}</span>
      {action}
    </li>
  )
}
