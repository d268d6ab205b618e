import type { JSX, ReactNode } from 'react'
import classes from './empty-note.module.css'

export interface EmptyNoteProps {
  readonly title: string
  /** Says what will be listed here, and when. */
  readonly children: ReactNode
}

/** Shown in place of an empty list. */
export function EmptyNote({ title, children }: EmptyNoteProps): JSX.Element {
  return (
    <div className={classes.root}>
      <strong>{title}</strong>
      {children}
    </div>
  )
}
