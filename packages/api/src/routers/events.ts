import { type EventListView, type EventView, getEventInput, listEventsInput } from '@latchkey/schema'
import { router, signedInProcedure } from '../procedures.ts'
import { eventView } from '../views/event-view.ts'
import { viewerOf } from '../views/viewer.ts'
import { pageSize } from './page-size.ts'

export const eventsRouter = router({
  list: signedInProcedure.input(listEventsInput).query(async ({ ctx, input }): Promise<EventListView> => {
    const { category = null, cursor = null, limit = pageSize } = input
    const { events, next } = await ctx.auth.events.list(ctx.caller, { category, before: cursor, limit })
    const viewer = viewerOf(ctx)
    return { events: events.map((event) => eventView(event, viewer)), nextCursor: next }
  }),

  /** One event of the caller’s timeline, which a mail names; `null` for one that is not there, and for another user’s. */
  get: signedInProcedure.input(getEventInput).query(async ({ ctx, input }): Promise<EventView | null> => {
    const event = await ctx.auth.events.find(ctx.caller, input.id)
    return event === null ? null : eventView(event, viewerOf(ctx))
  }),
})
