import {
  issueTokensByCodeInput,
  issueTokensInput,
  refreshTokensInput,
  requestTokensCodeInput,
  revokeTokenInput,
  type TokensCodeView,
  type TokensView,
} from '@latchkey/schema'
import { publicProcedure, router } from '../procedures.ts'
import { challengeView } from '../views/challenge-view.ts'
import { tokensView } from '../views/tokens-view.ts'

/** For OAuth clients, which hold no cookie. */
export const tokensRouter = router({
  issue: publicProcedure
    .meta({ limit: ['passwordAttempt', 'signIn'] })
    .input(issueTokensInput)
    .mutation(async ({ ctx, input }): Promise<TokensView> =>
      tokensView(await ctx.auth.tokens.issue(input, ctx.request)),
    ),

  /**
   * The code is bound to the secret of the answer, as in a browser to a cookie. Where a CAPTCHA is configured it is refused: a
   * program shows none.
   */
  requestCode: publicProcedure
    .meta({ limit: 'mail' })
    .input(requestTokensCodeInput)
    .mutation(async ({ ctx: { auth, request }, input }): Promise<TokensCodeView> => {
      const asked = { request, browser: null, caller: null }
      const { challenge, browser } = await auth.challenges.requestSignInCode(input, asked)
      return { ...challengeView(challenge), requestSecret: browser }
    }),

  issueByCode: publicProcedure
    .meta({ limit: ['mailedCode', 'signIn'] })
    .input(issueTokensByCodeInput)
    .mutation(async ({ ctx, input }): Promise<TokensView> =>
      tokensView(await ctx.auth.tokens.issueByCode(input, ctx.request)),
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
