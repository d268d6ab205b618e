import { Loader, VisuallyHidden } from '@mantine/core'
import type { JSX } from 'react'

/** Shown while the router's guards take longer than a moment. */
export function Waiting(): JSX.Element {
  return (
    <main className="centred" aria-busy>
      <Loader type="dots" aria-hidden />
      <VisuallyHidden component="output">Loading</VisuallyHidden>
    </main>
  )
}
