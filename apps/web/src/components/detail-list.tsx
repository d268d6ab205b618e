import type { JSX, ReactNode } from 'react'
import classes from './detail-list.module.css'

/** A list of `Detail` elements. */
export function DetailList({ children }: { readonly children: ReactNode }): JSX.Element {
  return <dl className={classes.root}>{children}</dl>
}

export interface DetailProps {
  readonly label: string
  readonly children: ReactNode
}

export function Detail({ label, children }: DetailProps): JSX.Element {
  return (
    <div className={classes.line}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** For ids: easy to select, hard to misread. */
export function DetailId({ children }: { readonly children: string }): JSX.Element {
  return <span className={classes.id}>{children}</span>
}
