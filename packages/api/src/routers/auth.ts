import {
  type CaptchaView,
  type MeView,
  noInput,
  signInInput,
  signUpInput,
  type SignUpView,
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
import { challengeContext, challengeProcedures, issuedView } from './challenges.ts'

export const authRouter = router({
  /** The CAPTCHA of sign-ups, resets and requests for a code that signs in. */
  captcha: publicProcedure.input(noInput).query(({ ctx }): CaptchaView | null => ctx.auth.captcha.view()),

  signUp: publicProcedure
    .meta({ cookieOnly: true, limit: ['captcha', 'passwordAttempt', 'signIn', 'mail'] })
    .input(signUpInput)
    .mutation(async ({ ctx, input }): Promise<SignUpView> => {
      if (ctx.auth.challenges.policy !== null) {
        const issued = await ctx.auth.challenges.requestSignUp(input, challengeContext(ctx))
        return { user: null, challenge: issuedView(ctx, issued) }
      }
      const { token, session, user, browserMarks } = await ctx.auth.passwords.signUp(input, signInContext(ctx))
      ctx.sessionCookie.write(token, session)
      ctx.browserMarksCookie.write(browserMarks)
      return { user: userView(user), challenge: null }
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
    .meta({ cookieOnly: true, beforeProof: true, limit: { none: 'a session ends once' } })
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
    .meta({ cookieOnly: true, beforeProof: true, limit: ['passwordAttempt', 'stepUp'] })
    .input(stepUpInput)
    .mutation(async ({ ctx, input }): Promise<StepUpView> => {
      const { token, session, stepUpUntil } = await ctx.auth.passwords.stepUp(ctx.caller, input, ctx.request)
      ctx.sessionCookie.write(token, session)
      return { sudoUntil: stepUpUntil.toISOString() }
    }),

  ...challengeProcedures,
})

function signInContext({ request, caller, browserMarksCookie }: Context): SignInContext {
  return { request, replaces: caller?.session ?? null, browserMarks: browserMarksCookie.marks }
}
