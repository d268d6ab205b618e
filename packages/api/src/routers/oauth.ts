import {
  authorizeInput,
  type AuthorizeView,
  callbackInput,
  type CallbackView,
  linkInput,
  noInput,
  providerStepUpInput,
  type ProviderView,
} from '@latchkey/schema'
import { AuthError, type AuthErrorCode } from '@latchkey/auth'
import { publicProcedure, stepUpProcedure, router, signedInProcedure } from '../procedures.ts'
import { userView } from '../views/user-view.ts'
import { orSecondFactorAtCallback } from './second-factor-due.ts'

export const oauthRouter = router({
  providers: publicProcedure
    .input(noInput)
    .query(({ ctx }): readonly ProviderView[] => ctx.auth.oauth.providers().map(({ id, name }) => ({ id, name }))),

  authorize: publicProcedure
    .meta({ cookieOnly: true, limit: 'authorization' })
    .input(authorizeInput)
    .mutation(async ({ ctx, input }): Promise<AuthorizeView> => {
      const { url, browser } = await ctx.auth.oauth.authorize(input, ctx.request)
      ctx.authorizationCookie.write(browser)
      return { url }
    }),

  link: stepUpProcedure
    .meta({ cookieOnly: true, limit: 'authorization' })
    .input(linkInput)
    .mutation(async ({ ctx, input }): Promise<AuthorizeView> => {
      const { url, browser } = await ctx.auth.oauth.link(ctx.caller, input, ctx.request)
      ctx.authorizationCookie.write(browser)
      return { url }
    }),

  /** A signed-in caller is enough, because this call starts a step-up. */
  stepUp: signedInProcedure
    .meta({ cookieOnly: true, beforeSecondFactor: true, limit: 'authorization' })
    .input(providerStepUpInput)
    .mutation(async ({ ctx, input }): Promise<AuthorizeView> => {
      const { url, browser } = await ctx.auth.oauth.stepUp(ctx.caller, input, ctx.request)
      ctx.authorizationCookie.write(browser)
      return { url }
    }),

  callback: publicProcedure
    .meta({ cookieOnly: true, limit: ['unknownToken', 'signIn', 'stepUp', 'identityChange', 'providerRefusal'] })
    .input(callbackInput)
    .mutation(async ({ ctx, input }): Promise<CallbackView> => {
      const context = { request: ctx.request, browser: ctx.authorizationCookie.secret }
      return orSecondFactorAtCallback(ctx, async () => {
        const completion = ctx.auth.oauth.callback(input, ctx.caller, context)
        const { outcome, returnTo, user, issued } = await completion.catch((error: unknown) => {
          if (endsRequest(error)) ctx.authorizationCookie.clear()
          throw error
        })
        ctx.authorizationCookie.clear()
        if (issued !== null) ctx.sessionCookie.write(issued.token, issued.session)
        return { status: 'done', outcome, returnTo, user: userView(user) }
      })
    }),
})

/** Refusals of a callback that does not belong to the request of the cookie, which can still be completed. */
const otherRequests: ReadonlySet<AuthErrorCode> = new Set([
  'AUTHORIZATION_UNKNOWN',
  'AUTHORIZATION_EXPIRED',
  'AUTHORIZATION_OTHER_BROWSER',
])

/** Whether a callback that failed has ended the authorization request of this browser. */
function endsRequest(error: unknown): boolean {
  return error instanceof AuthError && !otherRequests.has(error.code)
}
