import { Loader, VisuallyHidden } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'

/** Shown while the router's guards take longer than a moment. */
export function Waiting(): JSX.Element {
  const texts = useTranslations('app')
  return (
    <main className="centred" aria-busy>
      <Loader type="dots" aria-hidden />
      <VisuallyHidden component="output">{texts('loading')}</VisuallyHidden>
    </main>
  )
}
