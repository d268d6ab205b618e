import type { ChallengeContext, IssuedChallenge } from '@latchkey/auth'
import {
  type ChallengeView,
  confirmInput,
  continueUnprovenInput,
  type LinkView,
  type MailOptionsView,
  noInput,
  type PasswordResetView,
  proveEmailInput,
  readLinkInput,
  requestCodeInput,
  requestEmailChangeInput,
  resendCodeInput,
  resetPasswordInput,
  type SignInView,
  undoEmailChangeInput,
  type UserView,
} from '@latchkey/schema'
import type { Context } from '../context.ts'
import { publicProcedure, signedInProcedure, stepUpProcedure } from '../procedures.ts'
import { challengeView } from '../views/challenge-view.ts'
import { userView } from '../views/user-view.ts'
import { orSecondFactor } from './second-factor-due.ts'

const noMail: MailOptionsView = { configured: false, codes: false, proof: 'asked', mailbox: null }

/** What is done by mail: asked for, and confirmed by its reader. Part of the router `auth`. */
export const challengeProcedures = {
  mailOptions: publicProcedure.input(noInput).query(({ ctx: { auth } }): MailOptionsView => {
    const { policy } = auth.challenges
    return policy === null ? noMail : { configured: true, ...policy }
  }),

  /** A mutation, so that the token stands in no address. It changes nothing. */
  readLink: publicProcedure
    .meta({ cookieOnly: true, limit: 'unknownToken' })
    .input(readLinkInput)
    .mutation(({ ctx, input }): Promise<LinkView> => ctx.auth.challenges.readLink(input.token, challengeContext(ctx))),

  resendCode: publicProcedure
    .meta({ cookieOnly: true, limit: 'mail' })
    .input(resendCodeInput)
    .mutation(async ({ ctx, input }): Promise<ChallengeView> => {
      return issuedView(ctx, await ctx.auth.challenges.resend(input.challenge, challengeContext(ctx)))
    }),

  requestSignInCode: publicProcedure
    .meta({ cookieOnly: true, limit: ['captcha', 'mail'] })
    .input(requestCodeInput)
    .mutation(async ({ ctx, input }): Promise<ChallengeView> => {
      return issuedView(ctx, await ctx.auth.challenges.requestSignInCode(input, challengeContext(ctx)))
    }),

  /** Signs up or in by what was mailed. */
  confirm: publicProcedure
    .meta({ cookieOnly: true, limit: ['mailedCode', 'signIn'] })
    .input(confirmInput)
    .mutation(({ ctx, input }): Promise<SignInView> =>
      orSecondFactor(ctx, async () => {
        const { proof, remember = false } = input
        const starting = { remember, client: null }
        const { token, session, user } = await ctx.auth.challenges.confirm(proof, starting, challengeContext(ctx))
        ctx.sessionCookie.write(token, session)
        return { status: 'signedIn', user: userView(user) }
      }),
    ),

  continueUnproven: publicProcedure
    .meta({ cookieOnly: true, limit: 'signIn' })
    .input(continueUnprovenInput)
    .mutation(async ({ ctx, input }): Promise<{ user: UserView }> => {
      const { challenge, remember = false } = input
      const { token, session, user } = await ctx.auth.challenges.continueUnproven(
        challenge,
        remember,
        challengeContext(ctx),
      )
      ctx.sessionCookie.write(token, session)
      return { user: userView(user) }
    }),

  requestPasswordReset: publicProcedure
    .meta({ cookieOnly: true, limit: ['captcha', 'mail'] })
    .input(requestCodeInput)
    .mutation(async ({ ctx, input }): Promise<ChallengeView> => {
      return issuedView(ctx, await ctx.auth.challenges.requestPasswordReset(input, challengeContext(ctx)))
    }),

  resetPassword: publicProcedure
    .meta({ cookieOnly: true, limit: 'mailedCode' })
    .input(resetPasswordInput)
    .mutation(({ ctx, input }): Promise<PasswordResetView> =>
      ctx.auth.challenges.resetPassword(input, challengeContext(ctx)),
    ),

  requestEmailProof: signedInProcedure
    .meta({ cookieOnly: true, beforeProof: true, limit: 'mail' })
    .input(noInput)
    .mutation(async ({ ctx }): Promise<ChallengeView> => {
      const context = { ...challengeContext(ctx), caller: ctx.caller }
      return issuedView(ctx, await ctx.auth.challenges.requestEmailProof(context))
    }),

  proveEmail: signedInProcedure
    .meta({ cookieOnly: true, beforeProof: true, limit: 'mailedCode' })
    .input(proveEmailInput)
    .mutation(async ({ ctx, input }): Promise<{ user: UserView }> => {
      const context = { ...challengeContext(ctx), caller: ctx.caller }
      return { user: userView(await ctx.auth.challenges.proveEmail(input.proof, context)) }
    }),

  requestEmailChange: stepUpProcedure
    .meta({ cookieOnly: true, beforeProof: true, limit: 'mail' })
    .input(requestEmailChangeInput)
    .mutation(async ({ ctx, input }): Promise<ChallengeView> => {
      const context = { ...challengeContext(ctx), caller: ctx.caller }
      return issuedView(ctx, await ctx.auth.challenges.requestEmailChange(input.email, context))
    }),

  changeEmail: signedInProcedure
    .meta({ cookieOnly: true, beforeProof: true, limit: 'mailedCode' })
    .input(proveEmailInput)
    .mutation(async ({ ctx, input }): Promise<{ user: UserView }> => {
      const context = { ...challengeContext(ctx), caller: ctx.caller }
      return { user: userView(await ctx.auth.challenges.changeEmail(input.proof, context)) }
    }),

  undoEmailChange: publicProcedure
    .meta({ cookieOnly: true, limit: 'unknownToken' })
    .input(undoEmailChangeInput)
    .mutation(({ ctx, input }): Promise<{ endedSessions: number }> =>
      ctx.auth.challenges.undoEmailChange(input.token, challengeContext(ctx)),
    ),
}

/** Returns what the domain is told of a request that asks for a mail or confirms one. */
export function challengeContext({ request, challengeCookie, caller }: Context): ChallengeContext {
  return { request, browser: challengeCookie.browser, caller }
}

/** Returns the view of an issued challenge, and gives the browser the secret by which it is known. */
export function issuedView({ challengeCookie }: Context, { challenge, browser }: IssuedChallenge): ChallengeView {
  challengeCookie.write(browser)
  return challengeView(challenge)
}
