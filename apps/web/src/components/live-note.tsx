import type { JSX, ReactNode } from 'react'
import classes from './live-note.module.css'
import { Note } from './note.tsx'

/** A live region for results: always mounted, so that screen readers announce what it gets. */
export function LiveNote({ message }: { readonly message: ReactNode }): JSX.Element {
  return (
    <output className={classes.root}>
      {message !== null && message !== undefined && <Note tone="done">{message}</Note>}
    </output>
  )
}
