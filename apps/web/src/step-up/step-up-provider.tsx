import { type JSX, lazy, type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { reasonOf } from '../errors/failure.ts'
import { StepUpContext, type WithStepUp } from './use-step-up.ts'
import { loadChunk } from '../connection/load-chunk.ts'

/** Loaded when it is needed: it is rare, and brings a form along. */
const StepUpDialog = lazy(async () => {
  const { StepUpDialog: Dialog } = await loadChunk(() => import('./step-up-dialog.tsx'))
  return { default: Dialog }
})

export interface StepUpProviderProps {
  /** The email address of the signed-in user, for password managers. */
  readonly email: string
  readonly children: ReactNode
}

/** Shows the step-up dialog for every `useStepUp` below it. */
export function StepUpProvider({ email, children }: StepUpProviderProps): JSX.Element {
  const [open, setOpen] = useState(false)
  const settle = useRef<(steppedUp: boolean) => void>(null)

  const close = useCallback((steppedUp: boolean) => {
    setOpen(false)
    settle.current?.(steppedUp)
    settle.current = null
  }, [])

  const askForStepUp = useCallback((): Promise<boolean> => {
    // A second call that needs a step-up replaces the first: one dialog, one result.
    settle.current?.(false)
    setOpen(true)
    return new Promise((resolve) => {
      settle.current = resolve
    })
  }, [])

  const withStepUp = useCallback<WithStepUp>(
    async (call) => {
      try {
        return await call()
      } catch (error) {
        if (reasonOf(error) !== 'SUDO_REQUIRED') throw error
      }
      return (await askForStepUp()) ? call() : 'cancelled'
    },
    [askForStepUp],
  )

  // A call that still waits when the page unmounts is cancelled.
  useEffect(() => () => settle.current?.(false), [])

  return (
    <StepUpContext value={withStepUp}>
      {children}
      {open && (
        <Suspense>
          <StepUpDialog email={email} onSteppedUp={() => close(true)} onCancel={() => close(false)} />
        </Suspense>
      )}
    </StepUpContext>
  )
}
