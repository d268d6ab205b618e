import type { JSX, ReactNode } from 'react'
import classes from './empty-note.module.css'

export interface EmptyNoteProps {
  readonly title: string
  /** What would be here, and when. */
  readonly children: ReactNode
}

/** In the place of a list that has nothing in it. */
export function EmptyNote({ title, children }: EmptyNoteProps): JSX.Element {
  return (
    <div className={classes.root}>
      <strong>{title}</strong>
      {children}
    </div>
  )
}
