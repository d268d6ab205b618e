import { type IdentityListView, noInput, unlinkInput } from '@latchkey/schema'
import { stepUpProcedure, router, signedInProcedure } from '../procedures.ts'
import { identityView } from '../views/identity-view.ts'

export const identitiesRouter = router({
  /** Also for users who have to set up a second factor: it says by what they can step up. */
  list: signedInProcedure
    .meta({ beforeSecondFactor: true })
    .input(noInput)
    .query(async ({ ctx }): Promise<IdentityListView> => {
      const { hasPassword, identities } = await ctx.auth.identities.list(ctx.caller)
      const providers = ctx.auth.oauth.providers()
      const hasFreshProof = identities.length > 0 && (await ctx.auth.oauth.hasFreshProof(ctx.caller.user.id))
      return { hasPassword, identities: identities.map((one) => identityView(one, providers, hasFreshProof)) }
    }),

  unlink: stepUpProcedure
    .meta({ limit: 'identityChange' })
    .input(unlinkInput)
    .mutation(async ({ ctx, input }): Promise<Readonly<Record<string, never>>> => {
      await ctx.auth.identities.unlink(ctx.caller, input.id, ctx.request)
      return {}
    }),
})
