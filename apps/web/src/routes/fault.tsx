import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import type { JSX } from 'react'
import { CardPage } from '../components/card-page.tsx'
import { FaultScreen } from '../errors/fault-screen.tsx'

/** What the router shows in a page's place, inside whatever stands around it. */
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

/** The same when what stands around the page, or guards it, is what failed. */
export function FaultPage(props: ErrorComponentProps): JSX.Element {
  return (
    <CardPage>
      <Fault {...props} />
    </CardPage>
  )
}
