import { VisuallyHidden } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton, type BusyButtonProps } from '../components/busy-button.tsx'
import { clockOf } from '../errors/clock-of.ts'
import { retryDeadline } from '../errors/retry-deadline.ts'
import { useSecondsLeft } from '../errors/use-seconds-left.ts'

export interface SubmitButtonProps extends Omit<BusyButtonProps, 'type' | 'busy' | 'onClick'> {
  readonly form: {
    readonly busy: boolean
    /** Why the call was refused, or `null`. */
    readonly refusal: unknown
  }
}

/**
 * The button that submits a form. After too many tries it is disabled and counts down until the server takes the next one;
 * it keeps the focus all the while. Its name does not change with each second.
 */
export function SubmitButton({ form, children, ...button }: SubmitButtonProps): JSX.Element {
  const texts = useTranslations('signIn')
  const left = useSecondsLeft(retryDeadline(form.refusal))
  return (
    <BusyButton {...button} type="submit" busy={form.busy} disabled={left > 0}>
      {left === 0 ? (
        children
      ) : (
        <>
          <VisuallyHidden>{children}</VisuallyHidden>
          <span aria-hidden className="tabular">
            {texts('tryAgainIn', { clock: clockOf(left) })}
          </span>
        </>
      )}
    </BusyButton>
  )
}
