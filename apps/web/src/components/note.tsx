import { IconAlertCircle, IconCircleCheck, IconInfoCircle, type TablerIcon } from '@tabler/icons-react'
import type { JSX, ReactNode } from 'react'
import classes from './note.module.css'

type Tone = 'error' | 'done' | 'neutral'

const icons: Readonly<Record<Tone, TablerIcon>> = {
  error: IconAlertCircle,
  done: IconCircleCheck,
  neutral: IconInfoCircle,
}

export interface NoteProps {
  readonly tone: Tone
  readonly children: ReactNode
  readonly action?: ReactNode
  /** `alert` is announced at once; without it, the live region around the note decides. */
  readonly role?: 'alert'
}

/** A message in the flow of the page. */
export function Note({ tone, children, action, role }: NoteProps): JSX.Element {
  const Icon = icons[tone]
  return (
    <div className={classes.root} data-tone={tone} role={role}>
      <div className={classes.message}>
        <Icon className={classes.icon} size={20} stroke={1.75} aria-hidden />
        <div className={classes.text}>{children}</div>
      </div>
      {action}
    </div>
  )
}
