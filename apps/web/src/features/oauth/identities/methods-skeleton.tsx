import { VisuallyHidden } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { RowsSkeleton } from '../../../components/rows-skeleton.tsx'
import { Section } from '../../../components/section.tsx'

/** A placeholder while the content is loading. */
export function MethodsSkeleton(): JSX.Element {
  const texts = useTranslations('methods')
  return (
    <>
      <VisuallyHidden component="output">{texts('loading')}</VisuallyHidden>
      <Section title={texts('password')}>
        <RowsSkeleton count={1} />
      </Section>
      <Section title={texts('accounts')}>
        <RowsSkeleton count={2} />
      </Section>
    </>
  )
}
