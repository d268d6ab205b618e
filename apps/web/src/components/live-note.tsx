import type { JSX, ReactNode } from 'react'
import classes from './live-note.module.css'
import { Note, type NoteProps } from './note.tsx'

interface LiveNoteProps {
  readonly message: ReactNode
  readonly tone?: NoteProps['tone']
}

/** A live region for results: always mounted, so that screen readers announce what it gets. */
export function LiveNote({ message, tone = 'done' }: LiveNoteProps): JSX.Element {
  return (
    <output className={classes.root}>
      {message !== null && message !== undefined && <Note tone={tone}>{message}</Note>}
    </output>
  )
}
