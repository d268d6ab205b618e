import { endSessionInput, noInput, type SessionListView } from '@latchkey/schema'
import { recentProofProcedure, router, signedInProcedure } from '../procedures.ts'
import { sessionView } from '../views/session-view.ts'

export const sessionsRouter = router({
  list: signedInProcedure.input(noInput).query(async ({ ctx }): Promise<SessionListView> => {
    const { current, others } = await ctx.auth.sessions.list(ctx.caller)
    return { current: sessionView(current, current.id), others: others.map((other) => sessionView(other, current.id)) }
  }),

  /** The calling session: signed in. Another one: a recent proof; the service decides, because it depends on the id. */
  end: signedInProcedure.input(endSessionInput).mutation(async ({ ctx, input }): Promise<{ ended: boolean }> => {
    return { ended: await ctx.auth.sessions.end(ctx.caller, input.id, ctx.client) }
  }),

  endOthers: recentProofProcedure.input(noInput).mutation(async ({ ctx }): Promise<{ ended: number }> => {
    return { ended: await ctx.auth.sessions.endOthers(ctx.caller, ctx.client) }
  }),
})
