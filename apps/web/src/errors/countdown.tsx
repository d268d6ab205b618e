import { VisuallyHidden } from '@mantine/core'
import { type JSX, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { useTimeFormats } from '../preferences/preferences-provider.tsx'
import { clockOf } from './clock-of.ts'
import { useSecondsLeft } from './use-seconds-left.ts'

/** “Try again in 2:31.” until the deadline. Screen readers hear the wait once, and not each second. */
export function Countdown({ deadline }: { readonly deadline: number }): JSX.Element {
  const texts = useTranslations('fault')
  const times = useTimeFormats()
  const left = useSecondsLeft(deadline)
  const [wait] = useState(left)
  if (left === 0) return <>{texts('retryNow')}</>
  return (
    <>
      <span aria-hidden className="tabular">
        {texts('retryIn', { clock: clockOf(left) })}
      </span>
      <VisuallyHidden>{texts('retryInSpoken', { wait: times.wait(wait) })}</VisuallyHidden>
    </>
  )
}
