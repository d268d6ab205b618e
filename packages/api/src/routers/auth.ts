import {
  type MeView,
  noInput,
  signInInput,
  signUpInput,
  stepUpInput,
  type StepUpView,
  type UserView,
} from '@latchkey/schema'
import type { SignInContext } from '@latchkey/auth'
import type { Context } from '../context.ts'
import { publicProcedure, router, signedInProcedure } from '../procedures.ts'
import { sessionView } from '../views/session-view.ts'
import { userView } from '../views/user-view.ts'
import { viewerOf } from '../views/viewer.ts'

export const authRouter = router({
  signUp: publicProcedure
    .meta({ cookieOnly: true, limit: ['passwordAttempt', 'signIn'] })
    .input(signUpInput)
    .mutation(async ({ ctx, input }): Promise<{ user: UserView }> => {
      const { token, session, user, browserMarks } = await ctx.auth.passwords.signUp(input, signInContext(ctx))
      ctx.sessionCookie.write(token, session)
      ctx.browserMarksCookie.write(browserMarks)
      return { user: userView(user) }
    }),

  signIn: publicProcedure
    .meta({ cookieOnly: true, limit: ['passwordAttempt', 'signIn'] })
    .input(signInInput)
    .mutation(async ({ ctx, input }): Promise<{ user: UserView }> => {
      const { token, session, user, browserMarks } = await ctx.auth.passwords.signIn(input, signInContext(ctx))
      ctx.sessionCookie.write(token, session)
      ctx.browserMarksCookie.write(browserMarks)
      return { user: userView(user) }
    }),

  signOut: signedInProcedure
    .meta({ cookieOnly: true, limit: { none: 'a session ends once' } })
    .input(noInput)
    .mutation(async ({ ctx }): Promise<Readonly<Record<string, never>>> => {
      await ctx.auth.sessions.signOut(ctx.caller, ctx.request)
      ctx.sessionCookie.clear()
      ctx.authorizationCookie.clear()
      return {}
    }),

  me: publicProcedure.input(noInput).query(({ ctx: { auth, caller } }): MeView | null => {
    if (caller === null) return null
    const session = auth.sessions.toListed(caller.session)
    return { user: userView(caller.user), session: sessionView(session, viewerOf({ auth, caller })) }
  }),

  stepUp: signedInProcedure
    .meta({ cookieOnly: true, limit: ['passwordAttempt', 'stepUp'] })
    .input(stepUpInput)
    .mutation(async ({ ctx, input }): Promise<StepUpView> => {
      const { token, session, stepUpUntil } = await ctx.auth.passwords.stepUp(ctx.caller, input, ctx.request)
      ctx.sessionCookie.write(token, session)
      return { sudoUntil: stepUpUntil.toISOString() }
    }),
})

function signInContext({ request, caller, browserMarksCookie }: Context): SignInContext {
  return { request, replaces: caller?.session ?? null, browserMarks: browserMarksCookie.marks }
}
