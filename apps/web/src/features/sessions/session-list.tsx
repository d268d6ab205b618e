import { Button } from '@mantine/core'
import type { SessionView } from '@latchkey/schema'
import { type JSX, type ReactNode, type RefObject, useState } from 'react'
import classes from './session-list.module.css'
import { SessionRow } from './session-row.tsx'
import type { StableOrder } from '../../lists/use-stable-order.ts'

const pageSize = 20

export interface SessionListProps {
  /** The element around it, for whoever moves the focus inside. */
  readonly container: RefObject<HTMLDivElement | null>
  readonly order: StableOrder<SessionView>
  readonly renderAction: (session: SessionView) => ReactNode
}

/** Rows, twenty at a time: hundreds stay quick to read and to scroll. */
export function SessionList({ container, order, renderAction }: SessionListProps): JSX.Element {
  const { ordered, attention } = order
  const [limit, setLimit] = useState(pageSize)
  const rest = ordered.length - limit

  function showMore(): void {
    const first = ordered[limit]
    setLimit(limit + pageSize)
    requestAnimationFrame(() => {
      const row = container.current?.querySelector(`[data-session="${first?.id ?? ''}"]`)
      row?.querySelector('button')?.focus()
    })
  }

  return (
    <div ref={container} className={classes.card} {...attention}>
      <ul className={classes.rows}>
        {ordered.slice(0, limit).map((session) => (
          <SessionRow key={session.id} session={session} action={renderAction(session)} />
        ))}
      </ul>
      {rest > 0 && (
        <div className={classes.more}>
          <span className="tabular">
            {limit} of {ordered.length} shown
          </span>
          <Button variant="default" size="sm" onClick={showMore}>
            Show {Math.min(pageSize, rest)} more
          </Button>
        </div>
      )}
    </div>
  )
}
