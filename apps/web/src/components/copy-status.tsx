import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import type { Copying } from '../browser/use-copying.ts'
import classes from './copy-status.module.css'

/** A live region that says what came of copying. It is seen only where the user has to do something. */
export function CopyStatus({ copying: { state } }: { readonly copying: Copying }): JSX.Element {
  const texts = useTranslations('copying')
  return (
    <output className={classes.root} data-seen={state === 'blocked'}>
      {state !== null && texts(state)}
    </output>
  )
}
