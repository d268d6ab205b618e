import { VisuallyHidden } from '@mantine/core'
import type { JSX } from 'react'
import { RowsSkeleton } from '../../components/rows-skeleton.tsx'
import { Section } from '../../components/section.tsx'

/** The shape of what is coming: one row, and a few more. */
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
