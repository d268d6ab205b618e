import { renameUserInput, type UserView } from '@latchkey/schema'
import { router, signedInProcedure } from '../procedures.ts'
import { userView } from '../views/user-view.ts'

export const usersRouter = router({
  rename: signedInProcedure
    .meta({ cookieOnly: true, limit: 'userRename' })
    .input(renameUserInput)
    .mutation(async ({ ctx, input }): Promise<UserView> => {
      return userView(await ctx.auth.users.rename(ctx.caller, input.name, ctx.request))
    }),
})
