import { Loader } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import classes from './loading-heading.module.css'
import { PageHeading } from './page-heading.tsx'

/** Shown in a card whose content is loading. */
export function LoadingHeading(): JSX.Element {
  const texts = useTranslations('app')
  return (
    <>
      <PageHeading title={texts('oneMoment')} />
      <output className={classes.progress}>
        <Loader size="sm" aria-hidden />
        {texts('loadingNow')}
      </output>
    </>
  )
}
