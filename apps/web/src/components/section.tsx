import type { JSX, ReactNode, RefObject } from 'react'
import { useId } from 'react'
import classes from './section.module.css'

export interface SectionProps {
  readonly title: string
  readonly count?: number
  readonly heading?: RefObject<HTMLHeadingElement | null>
  readonly children: ReactNode
}

/** A section of a page under a heading that can take the focus. */

export function Section({ title, count, heading, children }: SectionProps): JSX.Element {
  const id = useId()
  return (
    <section className={classes.root} aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1} className={classes.title}>
        {title} {count !== undefined && <span className={`${classes.count} tabular`}>{count}</span>}
      </h2>
      {children}
    </section>
  )
}
