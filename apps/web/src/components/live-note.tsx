import type { JSX, ReactNode } from 'react'
import classes from './live-note.module.css'
import { Note } from './note.tsx'

/** Where results are said: seen as a quiet note, and read out when there is a moment. Always there, so that it is heard. */
export function LiveNote({ message }: { readonly message: ReactNode }): JSX.Element {
  return (
    <output className={classes.root}>
      {message !== null && message !== undefined && <Note tone="done">{message}</Note>}
    </output>
  )
}
