import type { JSX } from 'react'
import classes from './paused-note.module.css'

/** Says that live updates are interrupted; a quiet note, as the user has nothing to do. */
export function PausedNote(): JSX.Element {
  return <output className={classes.root}>Live updates paused, reconnecting …</output>
}
