import { Button } from '@mantine/core'
import { type JSX, type ReactNode, type RefObject, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Rows, type RowsProps } from '../../components/rows.tsx'
import type { StableOrder } from '../../lists/use-stable-order.ts'

const pageSize = 20

export interface SessionListProps<Item> extends Pick<RowsProps, 'look'> {
  /** The element around the list, for moving the focus inside. */
  readonly container: RefObject<HTMLDivElement | null>
  readonly order: StableOrder<Item>
  readonly renderItem: (item: Item) => ReactNode
}

/** Shows twenty rows at a time, so that hundreds stay quick to render. */
export function SessionList<Item extends { readonly id: string }>(props: SessionListProps<Item>): JSX.Element {
  const { container, order, renderItem, look = 'card' } = props
  const texts = useTranslations('access')
  const { ordered, attention } = order
  const [limit, setLimit] = useState(pageSize)
  const rest = ordered.length - limit

  function showMore(): void {
    const first = ordered[limit]
    setLimit(limit + pageSize)
    requestAnimationFrame(() => {
      const row = container.current?.querySelector(`[data-row="${CSS.escape(first?.id ?? '')}"]`)
      row?.querySelector('button')?.focus()
    })
  }

  return (
    <Rows
      ref={container}
      look={look}
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
      {ordered.slice(0, limit).map(renderItem)}
    </Rows>
  )
}
