import type { JSX, ReactNode, RefObject } from 'react'
import { useId } from 'react'
import { FoldButton } from './fold-button.tsx'
import classes from './section.module.css'

export interface SectionFold {
  readonly open: boolean
  readonly onToggle: () => void
}

export interface SectionProps {
  readonly title: string
  readonly count?: number
  readonly heading?: RefObject<HTMLHeadingElement | null>
  /** For a section that is closed until its heading is pressed. */
  readonly fold?: SectionFold
  readonly children: ReactNode
}

/** A section of a page under a heading that can take the focus. */
export function Section({ title, count, heading, fold, children }: SectionProps): JSX.Element {
  const id = useId()
  const contentId = useId()
  return (
    <section className={classes.root} aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1} className={classes.title}>
        {fold === undefined ? (
          title
        ) : (
          <FoldButton {...fold} controls={contentId} look="heading">
            {title}
          </FoldButton>
        )}{' '}
        {count !== undefined && <span className={`${classes.count} tabular`}>{count}</span>}
      </h2>
      {fold === undefined ? children : fold.open && <div id={contentId}>{children}</div>}
    </section>
  )
}
