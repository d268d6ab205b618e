import { type JSX, type ReactNode, useId, useState } from 'react'
import { DetailsToggle } from './details-toggle.tsx'
import { Row, type RowProps } from './rows.tsx'

export interface DetailedRowProps extends Omit<RowProps, 'children'> {
  /** What the details belong to, for screen readers. */
  readonly of: string
  readonly renderDetails: () => ReactNode
}

/** A row whose details open in place. */
export function DetailedRow({ of, renderDetails, action, ...row }: DetailedRowProps): JSX.Element {
  const [open, setOpen] = useState(false)
  const detailsId = useId()
  return (
    <Row
      {...row}
      action={
        <>
          <DetailsToggle
            open={open}
            controls={detailsId}
            of={of}
            look={row.actionPlace === 'beside' ? 'icon' : 'word'}
            onToggle={() => setOpen(!open)}
          />
          {action}
        </>
      }
    >
      {open ? <div id={detailsId}>{renderDetails()}</div> : null}
    </Row>
  )
}
