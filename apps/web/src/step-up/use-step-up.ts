import { createContext, use } from 'react'

/**
 * Makes a call that may need a recent step-up. When the server refuses it with `SUDO_REQUIRED`, shows the step-up dialog
 * and makes the call again.
 *
 * @returns the result of the call, or `'cancelled'` when the user closed the dialog.
 * @throws every other refusal, and any refusal of the second call.
 */
export type WithStepUp = <Result>(call: () => Promise<Result>) => Promise<Result | 'cancelled'>

/** Where there is no dialog, no user is signed in who could step up: the refusal reaches the caller. */
const callOnly: WithStepUp = (call) => call()

export const StepUpContext = createContext<WithStepUp>(callOnly)

/** Returns the function through which a mutation runs that may need a recent step-up. */
export function useStepUp(): WithStepUp {
  return use(StepUpContext)
}
