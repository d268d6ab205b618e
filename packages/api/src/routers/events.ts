import { type EventListView, type EventView, getEventInput, listEventsInput } from '@latchkey/schema'
import { router, signedInProcedure } from '../procedures.ts'
import { refuse } from '../refusal.ts'
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

  /** One event of the caller's timeline, which a mail names. */
  get: signedInProcedure.input(getEventInput).query(async ({ ctx, input }): Promise<EventView> => {
    const event = await ctx.auth.events.find(ctx.caller, input.id)
    if (event === null) throw refuse('EVENT_NOT_FOUND')
    return eventView(event, viewerOf(ctx))
  }),
})
