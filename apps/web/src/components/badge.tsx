import type { JSX, ReactNode } from 'react'
import classes from './badge.module.css'

export interface BadgeProps {
  /** `live` has a dot before it; `notice` is for what is new or unverified. */
  readonly tone: 'accent' | 'live' | 'notice'
  readonly children: ReactNode
}

/** A word or two that set a row apart from others. */
export function Badge({ tone, children }: BadgeProps): JSX.Element {
  return (
    <span className={classes.root} data-tone={tone}>
      {children}
    </span>
  )
}
