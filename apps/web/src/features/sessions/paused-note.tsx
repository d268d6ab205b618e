import type { JSX } from 'react'
import classes from './paused-note.module.css'

/** Says that the list may lag behind for now. Nothing has to be done about it, so it stays quiet. */
export function PausedNote(): JSX.Element {
  return <output className={classes.root}>Live updates paused, reconnecting …</output>
}
