import { changePasswordInput, noInput, type PasswordPolicyView, setPasswordInput } from '@latchkey/schema'
import { publicProcedure, stepUpProcedure, router, signedInProcedure } from '../procedures.ts'

export const passwordsRouter = router({
  policy: publicProcedure.input(noInput).query(({ ctx }): PasswordPolicyView => ctx.auth.passwords.policy()),

  /** A signed-in caller is enough, because the input carries the current password, which proves more than a step-up. */
  change: signedInProcedure
    .meta({ cookieOnly: true, limit: ['passwordAttempt', 'stepUp'] })
    .input(changePasswordInput)
    .mutation(async ({ ctx, input }): Promise<{ endedSessions: number }> => {
      const { token, session, endedSessions } = await ctx.auth.passwords.change(ctx.caller, input, ctx.request)
      ctx.sessionCookie.write(token, session)
      return { endedSessions }
    }),

  set: stepUpProcedure
    .meta({ cookieOnly: true, limit: 'stepUp' })
    .input(setPasswordInput)
    .mutation(async ({ ctx, input }): Promise<Readonly<Record<string, never>>> => {
      const { token, session } = await ctx.auth.passwords.set(ctx.caller, input, ctx.request)
      ctx.sessionCookie.write(token, session)
      return {}
    }),
})
