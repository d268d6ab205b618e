import { VisuallyHidden } from '@mantine/core'
import type { JSX } from 'react'
import { RowsSkeleton } from '../../../components/rows-skeleton.tsx'
import { Section } from '../../../components/section.tsx'

/** A placeholder while the content is loading. */
export function MethodsSkeleton(): JSX.Element {
  return (
    <>
      <VisuallyHidden component="output">Loading your sign-in methods</VisuallyHidden>
      <Section title="Password">
        <RowsSkeleton count={1} />
      </Section>
      <Section title="Connected accounts">
        <RowsSkeleton count={2} />
      </Section>
    </>
  )
}
