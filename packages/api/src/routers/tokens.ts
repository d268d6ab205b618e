import { issueTokensInput, refreshTokensInput, revokeTokenInput, type TokensView } from '@latchkey/schema'
import { publicProcedure, router } from '../procedures.ts'
import { tokensView } from '../views/tokens-view.ts'

/** For OAuth clients, which hold no cookie. */
export const tokensRouter = router({
  issue: publicProcedure
    .meta({ limit: ['passwordAttempt', 'signIn'] })
    .input(issueTokensInput)
    .mutation(async ({ ctx, input }): Promise<TokensView> =>
      tokensView(await ctx.auth.tokens.issue(input, ctx.request)),
    ),

  refresh: publicProcedure
    .meta({ limit: ['unknownToken', 'refresh'] })
    .input(refreshTokensInput)
    .mutation(async ({ ctx, input }): Promise<TokensView> =>
      tokensView(await ctx.auth.tokens.refresh(input, ctx.request)),
    ),

  revoke: publicProcedure
    .meta({ limit: 'unknownToken' })
    .input(revokeTokenInput)
    .mutation(async ({ ctx, input }): Promise<Readonly<Record<string, never>>> => {
      await ctx.auth.tokens.revoke(input.token, ctx.request)
      return {}
    }),
})
