import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import classes from './paused-note.module.css'

/** Says that live updates are interrupted; a quiet note, as the user has nothing to do. */
export function PausedNote(): JSX.Element {
  const texts = useTranslations('access')
  return <output className={classes.root}>{texts('paused')}</output>
}
