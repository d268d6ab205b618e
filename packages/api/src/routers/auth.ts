import {
  type CaptchaView,
  type MeView,
  noInput,
  type SecondFactorDueView,
  signInInput,
  type SignInView,
  signUpInput,
  type SignUpView,
  stepUpInput,
  type StepUpView,
  type UserView,
  verifySecondFactorInput,
} from '@latchkey/schema'
import type { SignInContext } from '@latchkey/auth'
import type { Context } from '../context.ts'
import { publicProcedure, router, signedInProcedure } from '../procedures.ts'
import { sessionView } from '../views/session-view.ts'
import { userView } from '../views/user-view.ts'
import { viewerOf } from '../views/viewer.ts'
import { challengeContext, challengeProcedures, issuedView } from './challenges.ts'
import { dueView, orSecondFactor } from './second-factor-due.ts'

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
    .mutation(({ ctx, input }): Promise<SignInView> =>
      orSecondFactor(ctx, async () => {
        const { token, session, user, browserMarks } = await ctx.auth.passwords.signIn(input, signInContext(ctx))
        ctx.sessionCookie.write(token, session)
        ctx.browserMarksCookie.write(browserMarks)
        return { status: 'signedIn', user: userView(user) }
      }),
    ),

  /** Completes a sign-in that waits for its second factor, in the browser that began it. */
  verifySecondFactor: publicProcedure
    .meta({ cookieOnly: true, limit: ['unknownToken', 'secondFactor', 'signIn'] })
    .input(verifySecondFactorInput)
    .mutation(async ({ ctx, input }): Promise<{ user: UserView }> => {
      const { code, trustDevice = false } = input
      const { request, caller, attemptCookie } = ctx
      const { token, session, user, trustedDevice } = await ctx.auth.secondFactors.complete({
        attempt: attemptCookie.token,
        code,
        trustDevice,
        request,
        replaces: caller?.session ?? null,
        client: null,
      })
      attemptCookie.clear()
      ctx.sessionCookie.write(token, session)
      if (trustedDevice !== null) ctx.trustedDeviceCookie.write(trustedDevice)
      return { user: userView(user) }
    }),

  /** What this browser waits for; `null` for nothing. */
  secondFactor: publicProcedure.input(noInput).query(async ({ ctx }): Promise<SecondFactorDueView | null> => {
    const found = await ctx.auth.secondFactors.findAttempt(ctx.attemptCookie.token)
    return found === null ? null : dueView(found.attempt.expiresAt, found.methods)
  }),

  signOut: signedInProcedure
    .meta({
      cookieOnly: true,
      beforeProof: true,
      beforeSecondFactor: true,
      limit: { none: 'a session ends once' },
    })
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
    return {
      user: userView(caller.user),
      session: sessionView(session, viewerOf({ auth, caller })),
      secondFactorDue: auth.secondFactors.isDue(caller),
    }
  }),

  stepUp: signedInProcedure
    .meta({
      cookieOnly: true,
      beforeProof: true,
      beforeSecondFactor: true,
      limit: ['passwordAttempt', 'stepUp'],
    })
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
