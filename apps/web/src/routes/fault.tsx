import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import type { JSX } from 'react'
import { CardPage } from '../components/card-page.tsx'
import { FaultScreen } from '../errors/fault-screen.tsx'

/** Shown by the router in place of a page that failed, inside the page's frame. */
export function Fault({ error, reset }: ErrorComponentProps): JSX.Element {
  const router = useRouter()
  const queries = useQueryErrorResetBoundary()
  function retry(): void {
    queries.reset()
    reset()
    void router.invalidate()
  }
  return <FaultScreen error={error} onRetry={retry} />
}

/** The same without a frame, when the frame or a guard failed. */
export function FaultPage(props: ErrorComponentProps): JSX.Element {
  return (
    <CardPage>
      <Fault {...props} />
    </CardPage>
  )
}
