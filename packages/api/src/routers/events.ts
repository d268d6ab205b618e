import { type EventListView, listEventsInput } from '@latchkey/schema'
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
})
