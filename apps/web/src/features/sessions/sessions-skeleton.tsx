import { VisuallyHidden } from '@mantine/core'
import type { JSX } from 'react'
import { RowsSkeleton } from '../../components/rows-skeleton.tsx'
import { Section } from '../../components/section.tsx'

/** A placeholder while the sessions are loading. */
export function SessionsSkeleton(): JSX.Element {
  return (
    <>
      <VisuallyHidden component="output">Loading your sessions</VisuallyHidden>
      <Section title="This device">
        <RowsSkeleton count={1} />
      </Section>
      <Section title="Other sessions">
        <RowsSkeleton count={3} />
      </Section>
    </>
  )
}
