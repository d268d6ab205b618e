import {
  createContext,
  type JSX,
  lazy,
  type ReactNode,
  Suspense,
  use,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react'
import type { OtherWays } from './step-up-dialog.tsx'
import { reasonOf } from '../../errors/failure.ts'

/** Rarely wanted, and it brings a form along. */
const StepUpDialog = lazy(async () => {
  const { StepUpDialog: Dialog } = await import('./step-up-dialog.tsx')
  return { default: Dialog }
})

/**
 * Makes a call that may want a recent proof of the person. When it is refused for the want of one, asks for the
 * password and makes it again; `'cancelled'` when the person thinks better of it. Other refusals are thrown.
 */
export type WithRecentProof = <Result>(call: () => Promise<Result>) => Promise<Result | 'cancelled'>

const StepUpContext = createContext<WithRecentProof | null>(null)

export function useStepUp(): WithRecentProof {
  const withRecentProof = use(StepUpContext)
  if (withRecentProof === null) throw new Error('useStepUp needs a StepUpProvider above it')
  return withRecentProof
}

export interface StepUpProviderProps {
  readonly email: string
  readonly otherWays: OtherWays
  readonly children: ReactNode
}

export function StepUpProvider({ email, otherWays, children }: StepUpProviderProps): JSX.Element {
  const [asking, setAsking] = useState(false)
  const settle = useRef<(proved: boolean) => void>(null)

  const answer = useCallback((proved: boolean) => {
    setAsking(false)
    settle.current?.(proved)
    settle.current = null
  }, [])

  const askForProof = useCallback((): Promise<boolean> => {
    // A second call that needs the proof takes the place of the first: one dialog, one answer.
    settle.current?.(false)
    setAsking(true)
    return new Promise((resolve) => {
      settle.current = resolve
    })
  }, [])

  const withRecentProof = useCallback<WithRecentProof>(
    async (call) => {
      try {
        return await call()
      } catch (error) {
        if (reasonOf(error) !== 'SUDO_REQUIRED') throw error
      }
      return (await askForProof()) ? call() : 'cancelled'
    },
    [askForProof],
  )

  // Whoever waits for an answer when the page goes away gets one.
  useEffect(() => () => settle.current?.(false), [])

  return (
    <StepUpContext value={withRecentProof}>
      {children}
      {asking && (
        <Suspense>
          <StepUpDialog
            email={email}
            otherWays={otherWays}
            onProved={() => answer(true)}
            onCancel={() => answer(false)}
          />
        </Suspense>
      )}
    </StepUpContext>
  )
}
