import { Loader } from '@mantine/core'
import type { JSX } from 'react'
import classes from './loading-heading.module.css'
import { PageHeading } from './page-heading.tsx'

/** Shown in a card whose content is loading. */
export function LoadingHeading(): JSX.Element {
  return (
    <>
      <PageHeading title="One moment" />
      <output className={classes.progress}>
        <Loader size="sm" aria-hidden />
        Loading …
      </output>
    </>
  )
}
