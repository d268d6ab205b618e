import { VisuallyHidden } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { RowsSkeleton } from '../../components/rows-skeleton.tsx'
import { Section } from '../../components/section.tsx'

/** A placeholder while the sessions are loading. */
export function SessionsSkeleton(): JSX.Element {
  const texts = useTranslations('access')
  return (
    <>
      <VisuallyHidden component="output">{texts('loading')}</VisuallyHidden>
      <Section title={texts('thisSession')}>
        <RowsSkeleton count={1} />
      </Section>
      <Section title={texts('otherSessions')}>
        <RowsSkeleton count={3} />
      </Section>
    </>
  )
}
