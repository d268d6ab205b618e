import type { JSX, ReactNode, RefObject } from 'react'
import { useId } from 'react'
import classes from './session-list.module.css'

export interface SessionSectionProps {
  readonly title: string
  readonly count?: number
  readonly heading?: RefObject<HTMLHeadingElement | null>
  readonly children: ReactNode
}

export function SessionSection({ title, count, heading, children }: SessionSectionProps): JSX.Element {
  const id = useId()
  return (
    <section className={classes.section} aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1} className={classes.title}>
        {title} {count !== undefined && <span className={`${classes.count} tabular`}>{count}</span>}
      </h2>
      {children}
    </section>
  )
}
