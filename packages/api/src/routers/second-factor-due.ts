import { SecondFactorDue } from '@latchkey/auth'
import type { CallbackSecondFactorView, SecondFactorDueView, TokensSecondFactorView } from '@latchkey/schema'
import type { Context } from '../context.ts'

/** What is done where a second factor is due: the views of browsers, callbacks and programs differ. */
async function orElse<View, Due>(
  signIn: () => Promise<View>,
  due: (due: SecondFactorDue) => Promise<Due>,
): Promise<View | Due> {
  try {
    return await signIn()
  } catch (error) {
    if (error instanceof SecondFactorDue) return due(error)
    throw error
  }
}

/**
 * Returns what a sign-in in a browser answers, or that a second factor is due: then the browser gets the cookie of the attempt,
 * which is not the session's.
 */
export function orSecondFactor<View>(
  { auth, attemptCookie }: Pick<Context, 'auth' | 'attemptCookie'>,
  signIn: () => Promise<View>,
): Promise<View | SecondFactorDueView> {
  return orElse(signIn, async ({ attempt, token }) => {
    attemptCookie.write(token)
    return dueView(attempt.expiresAt, await auth.secondFactors.methodsOf(attempt))
  })
}

/** As {@link orSecondFactor}, for the callback of a provider, which says where the browser goes afterwards. */
export function orSecondFactorAtCallback<View>(
  { auth, attemptCookie }: Pick<Context, 'auth' | 'attemptCookie'>,
  signIn: () => Promise<View>,
): Promise<View | CallbackSecondFactorView> {
  return orElse(signIn, async ({ attempt, token, returnTo }) => {
    attemptCookie.write(token)
    const view = dueView(attempt.expiresAt, await auth.secondFactors.methodsOf(attempt))
    return { ...view, returnTo: returnTo ?? '/' }
  })
}

/** As {@link orSecondFactor}, for a program, which has the secret of the attempt in the answer. */
export function orSecondFactorOfProgram<View>(
  { auth }: Pick<Context, 'auth'>,
  signIn: () => Promise<View>,
): Promise<View | TokensSecondFactorView> {
  return orElse(signIn, async ({ attempt, token }) => {
    const view = dueView(attempt.expiresAt, await auth.secondFactors.methodsOf(attempt))
    return { ...view, attempt: token }
  })
}

/** Returns the view of a sign-in that waits for its second factor. */
export function dueView(expiresAt: Date, methods: SecondFactorDueView['methods']): SecondFactorDueView {
  return { status: 'secondFactor', methods, expiresAt: expiresAt.toISOString() }
}
