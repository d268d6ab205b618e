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
import type { Traveller } from '@latchkey/auth'
import type { Context } from '../context.ts'
import { publicProcedure, recentProofProcedure, router, signedInProcedure } from '../procedures.ts'
import { userView } from '../views/user-view.ts'

export const oauthRouter = router({
  providers: publicProcedure
    .input(noInput)
    .query(({ ctx }): readonly ProviderView[] => ctx.auth.oauth.providers().map(({ id, name }) => ({ id, name }))),

  authorize: publicProcedure
    .meta({ cookieOnly: true })
    .input(authorizeInput)
    .mutation(async ({ ctx, input }): Promise<AuthorizeView> => {
      const { url, browser } = await ctx.auth.oauth.authorize(input, traveller(ctx))
      ctx.tripCookie.write(browser)
      return { url }
    }),

  link: recentProofProcedure
    .meta({ cookieOnly: true })
    .input(linkInput)
    .mutation(async ({ ctx, input }): Promise<AuthorizeView> => {
      const { url, browser } = await ctx.auth.oauth.link(ctx.caller, input, traveller(ctx))
      ctx.tripCookie.write(browser)
      return { url }
    }),

  /** Signed in is enough: it asks for the proof. */
  stepUp: signedInProcedure
    .meta({ cookieOnly: true })
    .input(providerStepUpInput)
    .mutation(async ({ ctx, input }): Promise<AuthorizeView> => {
      const { url, browser } = await ctx.auth.oauth.stepUp(ctx.caller, input, traveller(ctx))
      ctx.tripCookie.write(browser)
      return { url }
    }),

  callback: publicProcedure
    .meta({ cookieOnly: true })
    .input(callbackInput)
    .mutation(async ({ ctx, input }): Promise<CallbackView> => {
      const { outcome, returnTo, user, issued } = await ctx.auth.oauth.callback(input, ctx.caller, traveller(ctx))
      if (issued !== null) ctx.sessionCookie.write(issued.token, issued.session)
      return { outcome, returnTo, user: userView(user) }
    }),
})

function traveller({ client, tripCookie }: Context): Traveller {
  return { client, browser: tripCookie.secret }
}
