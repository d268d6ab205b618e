import type { JSX, ReactNode, Ref } from 'react'
import classes from './rows.module.css'

/** A card of lines: what there is, and what can be done with each. */
export function Rows({
  children,
  ref,
}: {
  readonly children: ReactNode
  readonly ref?: Ref<HTMLUListElement>
}): JSX.Element {
  return (
    <ul ref={ref} className={classes.rows}>
      {children}
    </ul>
  )
}

export interface RowProps {
  readonly icon: ReactNode
  readonly title: ReactNode
  /** What a person checks, each with a dot before it. */
  readonly facts?: ReactNode
  readonly action?: ReactNode
  /** What opens or is said under it. */
  readonly children?: ReactNode
  /** Finds the line again, to give it the focus. */
  readonly id?: string
}

export function Row({ icon, title, facts, action, children, id }: RowProps): JSX.Element {
  return (
    <li className={classes.row} data-row={id}>
      <span className={classes.icon}>{icon}</span>
      <div className={classes.words}>
        <p className={classes.title}>{title}</p>
        {facts !== undefined && <p className={classes.facts}>{facts}</p>}
      </div>
      {action !== undefined && <div className={classes.action}>{action}</div>}
      {children !== undefined && <div className={classes.under}>{children}</div>}
    </li>
  )
}
