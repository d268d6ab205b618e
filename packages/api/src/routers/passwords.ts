import { changePasswordInput, noInput, type PasswordPolicyView, setPasswordInput } from '@latchkey/schema'
import { publicProcedure, recentProofProcedure, router, signedInProcedure } from '../procedures.ts'

export const passwordsRouter = router({
  policy: publicProcedure.input(noInput).query(({ ctx }): PasswordPolicyView => ctx.auth.passwords.policy()),

  /** Signed in is enough: it carries the current password, which is a more recent proof than any other. */
  change: signedInProcedure
    .meta({ cookieOnly: true })
    .input(changePasswordInput)
    .mutation(async ({ ctx, input }): Promise<{ endedSessions: number }> => {
      const { token, session, endedSessions } = await ctx.auth.passwords.change(ctx.caller, input, ctx.client)
      ctx.sessionCookie.write(token, session)
      return { endedSessions }
    }),

  set: recentProofProcedure
    .meta({ cookieOnly: true })
    .input(setPasswordInput)
    .mutation(async ({ ctx, input }): Promise<Readonly<Record<string, never>>> => {
      const { token, session } = await ctx.auth.passwords.set(ctx.caller, input, ctx.client)
      ctx.sessionCookie.write(token, session)
      return {}
    }),
})
