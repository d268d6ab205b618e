import { Skeleton, VisuallyHidden } from '@mantine/core'
import type { JSX } from 'react'
import { Row, Rows } from '../../../components/rows.tsx'
import { Section } from '../../../components/section.tsx'

/** The shape of what is coming. */
export function MethodsSkeleton(): JSX.Element {
  return (
    <>
      <VisuallyHidden component="output">Loading your sign-in methods</VisuallyHidden>
      <Section title="Password">
        <SkeletonRows count={1} />
      </Section>
      <Section title="Connected accounts">
        <SkeletonRows count={2} />
      </Section>
    </>
  )
}

function SkeletonRows({ count }: { readonly count: number }): JSX.Element {
  return (
    <div aria-hidden>
      <Rows>
        {Array.from({ length: count }, (_, index) => (
          <Row
            key={index}
            icon={<Skeleton width={22} height={22} circle />}
            title={<Skeleton component="span" display="block" width="min(9rem, 60%)" height={14} radius="xs" my={5} />}
            facts={<Skeleton component="span" display="block" width="min(20rem, 90%)" height={12} radius="xs" my={4} />}
          />
        ))}
      </Rows>
    </div>
  )
}
