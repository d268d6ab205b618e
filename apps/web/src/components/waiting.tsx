import { Loader, VisuallyHidden } from '@mantine/core'
import type { JSX } from 'react'

/** Before there is a page, when it takes longer than a moment to know which. */
export function Waiting(): JSX.Element {
  return (
    <main className="centred" aria-busy>
      <Loader type="dots" aria-hidden />
      <VisuallyHidden component="output">Loading</VisuallyHidden>
    </main>
  )
}
