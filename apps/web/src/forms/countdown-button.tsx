import { VisuallyHidden } from '@mantine/core'
import type { JSX } from 'react'
import { BusyButton, type BusyButtonProps } from '../components/busy-button.tsx'
import { clockOf } from '../errors/clock-of.ts'
import { useSecondsLeft } from '../errors/use-seconds-left.ts'

export interface CountdownButtonProps extends Omit<BusyButtonProps, 'disabled'> {
  /** From when it can be pressed, in milliseconds of this browser's clock; `null` for now. */
  readonly deadline: number | null
  /** Returns what it says until then. */
  readonly waitText: (clock: string) => string
}

/**
 * A button that is disabled and counts down until the server takes the next call; it keeps the focus all the while. Its name
 * does not change with each second.
 */
export function CountdownButton({ deadline, waitText, children, ...button }: CountdownButtonProps): JSX.Element {
  const left = useSecondsLeft(deadline)
  return (
    <BusyButton {...button} disabled={left > 0}>
      {left === 0 ? (
        children
      ) : (
        <>
          <VisuallyHidden>{children}</VisuallyHidden>
          <span aria-hidden className="tabular">
            {waitText(clockOf(left))}
          </span>
        </>
      )}
    </BusyButton>
  )
}
