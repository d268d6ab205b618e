import { VisuallyHidden } from '@mantine/core'
import { type JSX, useEffect, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { useTimeFormats } from '../preferences/preferences-provider.tsx'
import { clockOf } from './clock-of.ts'

const second = 1_000

/** “Try again in 2:31.” until it is time. */
export function Countdown({ seconds }: { readonly seconds: number }): JSX.Element {
  const texts = useTranslations('fault')
  const times = useTimeFormats()
  const [endsAt] = useState(() => Date.now() + seconds * second)
  const [left, setLeft] = useState(seconds)

  useEffect(() => {
    const timer = setInterval(() => {
      const now = Date.now()
      setLeft(Math.max(0, (endsAt - now) / second))
      if (now >= endsAt) clearInterval(timer)
    }, second)
    return () => clearInterval(timer)
  }, [endsAt])

  if (left <= 0) return <>{texts('retryNow')}</>
  return (
    <>
      <span aria-hidden className="tabular">
        {texts('retryIn', { clock: clockOf(left) })}
      </span>
      <VisuallyHidden>{texts('retryInSpoken', { wait: times.wait(seconds) })}</VisuallyHidden>
    </>
  )
}
