import { VisuallyHidden } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { RowsSkeleton } from '../../components/rows-skeleton.tsx'
import { Section } from '../../components/section.tsx'

/** A placeholder while the content is loading. */
export function TwoStepSkeleton(): JSX.Element {
  const texts = useTranslations('twoStep')
  return (
    <>
      <VisuallyHidden component="output">{texts('loading')}</VisuallyHidden>
      <Section title={texts('title')}>
        <RowsSkeleton count={1} />
      </Section>
    </>
  )
}
