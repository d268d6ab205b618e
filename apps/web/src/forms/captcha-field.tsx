import { type JSX, lazy, Suspense } from 'react'
import { loadChunk } from '../connection/load-chunk.ts'
import type { CaptchaFieldsetProps } from './captcha-fieldset.tsx'

/** Loaded when it is needed: most servers ask for none. */
const CaptchaFieldset = lazy(async () => {
  const { CaptchaFieldset: Fieldset } = await loadChunk(() => import('./captcha-fieldset.tsx'))
  return { default: Fieldset }
})

/** A CAPTCHA among the fields of a form. */
export function CaptchaField(props: CaptchaFieldsetProps): JSX.Element {
  return (
    <Suspense>
      <CaptchaFieldset {...props} />
    </Suspense>
  )
}
