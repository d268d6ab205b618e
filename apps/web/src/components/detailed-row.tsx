import { type JSX, type ReactNode, useId, useState } from 'react'
import { DetailsToggle } from './details-toggle.tsx'
import { Row, type RowProps } from './rows.tsx'

export interface DetailedRowProps extends Omit<RowProps, 'children'> {
  /** What the details are of, for whoever can't see where the button stands. */
  readonly of: string
  readonly renderDetails: () => ReactNode
}

/** First what a person recognises, then what they check; the rest opens in place. */
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
