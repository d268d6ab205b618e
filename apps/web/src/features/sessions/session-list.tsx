import { Button } from '@mantine/core'
import type { SessionView } from '@latchkey/schema'
import { type JSX, type ReactNode, type RefObject, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Rows } from '../../components/rows.tsx'
import type { StableOrder } from '../../lists/use-stable-order.ts'

const pageSize = 20

export interface SessionListProps {
  /** The element around the list, for moving the focus inside. */
  readonly container: RefObject<HTMLDivElement | null>
  readonly order: StableOrder<SessionView>
  readonly renderRow: (session: SessionView) => ReactNode
}

/** Shows twenty rows at a time, so that hundreds stay quick to render. */
export function SessionList({ container, order, renderRow }: SessionListProps): JSX.Element {
  const texts = useTranslations('access')
  const { ordered, attention } = order
  const [limit, setLimit] = useState(pageSize)
  const rest = ordered.length - limit

  function showMore(): void {
    const first = ordered[limit]
    setLimit(limit + pageSize)
    requestAnimationFrame(() => {
      const row = container.current?.querySelector(`[data-row="${first?.id ?? ''}"]`)
      row?.querySelector('button')?.focus()
    })
  }

  return (
    <Rows
      ref={container}
      attention={attention}
      footer={
        rest > 0 && (
          <>
            <span className="tabular">{texts('shown', { shown: limit, total: ordered.length })}</span>
            <Button variant="default" size="sm" onClick={showMore}>
              {texts('showMore', { count: Math.min(pageSize, rest) })}
            </Button>
          </>
        )
      }
    >
      {ordered.slice(0, limit).map(renderRow)}
    </Rows>
  )
}
