import { changePasswordInput, noInput, type PasswordPolicyView, setPasswordInput } from '@latchkey/schema'
import { publicProcedure, stepUpProcedure, router, signedInProcedure } from '../procedures.ts'

export const passwordsRouter = router({
  policy: publicProcedure.input(noInput).query(({ ctx }): PasswordPolicyView => ctx.auth.passwords.policy()),

  /** A signed-in caller is enough, because the input carries the current password, which proves more than a step-up. */
  change: signedInProcedure
    .meta({ cookieOnly: true, limit: ['passwordAttempt', 'stepUp'] })
    .input(changePasswordInput)
    .mutation(async ({ ctx, input }): Promise<{ endedSessions: number }> => {
      const { auth, caller, request, sessionCookie, browserMarksCookie } = ctx
      const changed = await auth.passwords.change(caller, input, request, browserMarksCookie.marks)
      sessionCookie.write(changed.token, changed.session)
      browserMarksCookie.write(changed.browserMarks)
      return { endedSessions: changed.endedSessions }
    }),

  set: stepUpProcedure
    .meta({ cookieOnly: true, limit: 'stepUp' })
    .input(setPasswordInput)
    .mutation(async ({ ctx, input }): Promise<Readonly<Record<string, never>>> => {
      const { auth, caller, request, sessionCookie, browserMarksCookie } = ctx
      const { token, session, browserMarks } = await auth.passwords.set(
        caller,
        input,
        request,
        browserMarksCookie.marks,
      )
      sessionCookie.write(token, session)
      browserMarksCookie.write(browserMarks)
      return {}
    }),
})
