import { type IdentityListView, noInput, unlinkInput } from '@latchkey/schema'
import { stepUpProcedure, router, signedInProcedure } from '../procedures.ts'
import { identityView } from '../views/identity-view.ts'

export const identitiesRouter = router({
  list: signedInProcedure.input(noInput).query(async ({ ctx }): Promise<IdentityListView> => {
    const { hasPassword, identities } = await ctx.auth.identities.list(ctx.caller)
    const providers = ctx.auth.oauth.providers()
    return { hasPassword, identities: identities.map((identity) => identityView(identity, providers)) }
  }),

  unlink: stepUpProcedure
    .meta({ limit: 'identityChange' })
    .input(unlinkInput)
    .mutation(async ({ ctx, input }): Promise<Readonly<Record<string, never>>> => {
      await ctx.auth.identities.unlink(ctx.caller, input.id, ctx.request)
      return {}
    }),
})
