import type { SignInMethod, SignInView } from '@latchkey/schema'
import { useNavigate } from '@tanstack/react-router'
import { parseReturnToSearch } from '../navigation/return-path.ts'
import { rememberMethod } from '../preferences/last-method.ts'
import { useAfterSignIn } from '../session/use-after-sign-in.ts'
import { keepFirstFactor } from './first-factor.ts'
import { secondStepPath } from './second-factor-paths.ts'

export interface FirstFactor {
  readonly method: SignInMethod
  /** The path of this app to go to with the session. */
  readonly returnTo: string
}

/**
 * Returns what follows the answer of a sign-in whose first factor was right: the app goes on with the session, or to where the
 * second factor is shown.
 */
export function useAfterFirstFactor(): (answer: Pick<SignInView, 'status'>, firstFactor: FirstFactor) => Promise<void> {
  const afterSignIn = useAfterSignIn()
  const navigate = useNavigate()
  return async ({ status }, { method, returnTo }) => {
    if (status === 'secondFactor') {
      keepFirstFactor(method)
      await navigate({ to: secondStepPath, search: parseReturnToSearch({ returnTo }), replace: true })
      return
    }
    rememberMethod(method)
    await afterSignIn(returnTo)
  }
}
