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
import type { OAuthClientContext } from '@latchkey/auth'
import type { Context } from '../context.ts'
import { publicProcedure, stepUpProcedure, router, signedInProcedure } from '../procedures.ts'
import { userView } from '../views/user-view.ts'

export const oauthRouter = router({
  providers: publicProcedure
    .input(noInput)
    .query(({ ctx }): readonly ProviderView[] => ctx.auth.oauth.providers().map(({ id, name }) => ({ id, name }))),

  authorize: publicProcedure
    .meta({ cookieOnly: true, limit: 'authorization' })
    .input(authorizeInput)
    .mutation(async ({ ctx, input }): Promise<AuthorizeView> => {
      const { url, browser } = await ctx.auth.oauth.authorize(input, clientContext(ctx))
      ctx.authorizationCookie.write(browser)
      return { url }
    }),

  link: stepUpProcedure
    .meta({ cookieOnly: true, limit: 'authorization' })
    .input(linkInput)
    .mutation(async ({ ctx, input }): Promise<AuthorizeView> => {
      const { url, browser } = await ctx.auth.oauth.link(ctx.caller, input, clientContext(ctx))
      ctx.authorizationCookie.write(browser)
      return { url }
    }),

  /** A signed-in caller is enough, because this call starts a step-up. */
  stepUp: signedInProcedure
    .meta({ cookieOnly: true, limit: 'authorization' })
    .input(providerStepUpInput)
    .mutation(async ({ ctx, input }): Promise<AuthorizeView> => {
      const { url, browser } = await ctx.auth.oauth.stepUp(ctx.caller, input, clientContext(ctx))
      ctx.authorizationCookie.write(browser)
      return { url }
    }),

  callback: publicProcedure
    .meta({ cookieOnly: true, limit: ['signIn', 'stepUp', 'identityChange', 'providerRefusal'] })
    .input(callbackInput)
    .mutation(async ({ ctx, input }): Promise<CallbackView> => {
      const { outcome, returnTo, user, issued } = await ctx.auth.oauth.callback(input, ctx.caller, clientContext(ctx))
      if (issued !== null) ctx.sessionCookie.write(issued.token, issued.session)
      return { outcome, returnTo, user: userView(user) }
    }),
})

function clientContext({ request, authorizationCookie }: Context): OAuthClientContext {
  return { request, browser: authorizationCookie.secret }
}
