import {
  type IssuedTokensView,
  issueTokensByCodeInput,
  issueTokensInput,
  refreshTokensInput,
  requestTokensCodeInput,
  revokeTokenInput,
  type TokensCodeView,
  type TokensView,
  verifyTokensSecondFactorInput,
} from '@latchkey/schema'
import type { IssuedTokens } from '@latchkey/auth'
import { publicProcedure, router } from '../procedures.ts'
import { challengeView } from '../views/challenge-view.ts'
import { tokensView } from '../views/tokens-view.ts'
import { orSecondFactorOfProgram } from './second-factor-due.ts'

/** For OAuth clients, which hold no cookie. */
export const tokensRouter = router({
  issue: publicProcedure
    .meta({ limit: ['passwordAttempt', 'signIn'] })
    .input(issueTokensInput)
    .mutation(({ ctx, input }): Promise<IssuedTokensView> =>
      orSecondFactorOfProgram(ctx, async () => signedInView(await ctx.auth.tokens.issue(input, ctx.request))),
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
    .mutation(({ ctx, input }): Promise<IssuedTokensView> =>
      orSecondFactorOfProgram(ctx, async () => signedInView(await ctx.auth.tokens.issueByCode(input, ctx.request))),
    ),

  /** Completes a sign-in that waits for its second factor, by the program that began it. */
  verifySecondFactor: publicProcedure
    .meta({ limit: ['unknownToken', 'secondFactor', 'signIn'] })
    .input(verifyTokensSecondFactorInput)
    .mutation(async ({ ctx, input }): Promise<IssuedTokensView> =>
      signedInView(await ctx.auth.tokens.verifySecondFactor(input, ctx.request)),
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

function signedInView(issued: IssuedTokens): { readonly status: 'signedIn' } & TokensView {
  return { status: 'signedIn', ...tokensView(issued) }
}
