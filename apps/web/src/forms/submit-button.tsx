import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import type { BusyButtonProps } from '../components/busy-button.tsx'
import { retryDeadline } from '../errors/retry-deadline.ts'
import { CountdownButton } from './countdown-button.tsx'

export interface SubmitButtonProps extends Omit<BusyButtonProps, 'type' | 'busy' | 'onClick'> {
  readonly form: {
    readonly busy: boolean
    /** Why the call was refused, or `null`. */
    readonly refusal: unknown
  }
}

/** The button that submits a form. After too many tries it counts down until the server takes the next one. */
export function SubmitButton({ form, ...button }: SubmitButtonProps): JSX.Element {
  const texts = useTranslations('signIn')
  return (
    <CountdownButton
      {...button}
      type="submit"
      busy={form.busy}
      deadline={retryDeadline(form.refusal)}
      waitText={(clock) => texts('tryAgainIn', { clock })}
    />
  )
}
