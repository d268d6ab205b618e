import { Skeleton } from '@mantine/core'
import type { JSX } from 'react'
import { Row, Rows } from './rows.tsx'

/** A placeholder for rows that are loading. */
export function RowsSkeleton({ count }: { readonly count: number }): JSX.Element {
  return (
    <div aria-hidden>
      <Rows>
        {Array.from({ length: count }, (_, index) => (
          <Row
            key={index}
            icon={<Skeleton width={22} height={22} circle />}
            title={
              <Skeleton component="span" display="block" width="min(11rem, 50vw)" height={14} radius="xs" my={5} />
            }
            facts={<Skeleton component="span" display="block" width="min(22rem, 90%)" height={12} radius="xs" my={4} />}
          />
        ))}
      </Rows>
    </div>
  )
}
