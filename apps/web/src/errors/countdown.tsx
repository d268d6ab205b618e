import { VisuallyHidden } from '@mantine/core'
import { type JSX, useEffect, useState } from 'react'
import { clockOf, spokenWait } from './wait-messages.ts'

const second = 1_000

/** "Try again in 2:31." until it is time. */
export function Countdown({ seconds }: { readonly seconds: number }): JSX.Element {
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

  if (left <= 0) return <>You can try again now.</>
  return (
    <>
      <span aria-hidden className="tabular">
        Try again in {clockOf(left)}.
      </span>
      <VisuallyHidden>Try again in {spokenWait(seconds)}.</VisuallyHidden>
    </>
  )
}
