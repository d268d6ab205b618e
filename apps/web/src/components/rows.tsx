import type { DOMAttributes, JSX, ReactNode, Ref } from 'react'
import classes from './rows.module.css'

export interface RowsProps {
  readonly children: ReactNode
  readonly ref?: Ref<HTMLDivElement>
  /** Handlers that tell `useStableOrder` that the user is about to click. */
  readonly attention?: Pick<DOMAttributes<HTMLElement>, 'onPointerEnter' | 'onPointerLeave' | 'onFocus' | 'onBlur'>
  /** Below the rows: how to see more of them. */
  readonly footer?: ReactNode
  /** `nested` inside a row, whose card it shares. */
  readonly look?: 'card' | 'nested'
}

/** A card with a list of rows. */
export function Rows({ children, ref, attention, footer, look = 'card' }: RowsProps): JSX.Element {
  return (
    <div ref={ref} className={classes[look]} {...attention}>
      <ul className={classes.rows}>{children}</ul>
      {isThere(footer) && <div className={classes.footer}>{footer}</div>}
    </div>
  )
}

export interface RowProps {
  /** Without one, the row is a part of another, or of a nested list. */
  readonly icon?: ReactNode
  readonly title: ReactNode
  /** Shown beside the title. */
  readonly badges?: ReactNode
  /** Details below the title, each with a dot before it. */
  readonly facts?: ReactNode
  /** Why the row needs attention, below the details. */
  readonly notice?: ReactNode
  readonly action?: ReactNode
  /** Before an action that stands beside; below the text on a phone. */
  readonly extra?: ReactNode
  /** `beside` where the action stays small enough for a phone; otherwise it goes below the text there. */
  readonly actionPlace?: 'beside' | 'under'
  /** `notice` is for rows that need attention. */
  readonly tone?: 'plain' | 'quiet' | 'notice'
  /** Details or a note below the row. */
  readonly children?: ReactNode
  /** Identifies the row, to give it the focus. */
  readonly id?: string
}

export function Row(props: RowProps): JSX.Element {
  const {
    icon,
    title,
    badges,
    facts,
    notice,
    action,
    extra,
    actionPlace = 'under',
    tone = 'plain',
    children,
    id,
  } = props
  return (
    <li className={classes.row} data-row={id} data-tone={tone} data-action={actionPlace}>
      {icon !== undefined && <span className={classes.icon}>{icon}</span>}
      <div className={classes.text}>
        <p className={classes.title}>
          <span className={classes.name}>{title}</span>
          {badges}
        </p>
        {facts !== undefined && <p className={classes.facts}>{facts}</p>}
        {isThere(notice) && <p className={classes.notice}>{notice}</p>}
      </div>
      {isThere(extra) && <div className={classes.extra}>{extra}</div>}
      {action !== undefined && <div className={classes.action}>{action}</div>}
      {isThere(children) && <div className={classes.under}>{children}</div>}
    </li>
  )
}

/** A condition in JSX leaves `false` where it renders nothing. */
function isThere(node: ReactNode): boolean {
  return node !== undefined && node !== null && node !== false
}
