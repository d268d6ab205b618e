import { Skeleton, VisuallyHidden } from '@mantine/core'
import type { JSX } from 'react'
import { Section } from '../../components/section.tsx'
import classes from './session-list.module.css'

/** The shape of what is coming: one row, and a few more. */
export function SessionsSkeleton(): JSX.Element {
  return (
    <>
      <VisuallyHidden component="output">Loading your sessions</VisuallyHidden>
      <Section title="This device">
        <div className={classes.card}>
          <SkeletonRow />
        </div>
      </Section>
      <Section title="Other sessions">
        <div className={classes.card}>
          <SkeletonRow />
          <SkeletonRow />
          <SkeletonRow />
        </div>
      </Section>
    </>
  )
}

function SkeletonRow(): JSX.Element {
  return (
    <div className={classes.skeleton} aria-hidden>
      <Skeleton width={40} height={40} />
      <div className={classes.lines}>
        <Skeleton width="min(14rem, 70%)" height={14} radius="xs" />
        <Skeleton width="min(24rem, 95%)" height={12} radius="xs" />
      </div>
    </div>
  )
}
