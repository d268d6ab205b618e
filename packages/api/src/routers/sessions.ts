import {
  endSessionInput,
  type EndingView,
  noInput,
  pageInput,
  renameSessionInput,
  type SessionHistoryView,
  type SessionListView,
  type SessionView,
  type SessionWatchEvent,
} from '@latchkey/schema'
import { publicProcedure, recentProofProcedure, router, signedInProcedure } from '../procedures.ts'
import { endedSessionView, endingView, sessionListView, sessionView } from '../views/session-view.ts'
import { viewerOf } from '../views/viewer.ts'
import { historyCursor, historyPosition } from './history-cursor.ts'
import { pageSize } from './page-size.ts'

export const sessionsRouter = router({
  list: signedInProcedure.input(noInput).query(async ({ ctx }): Promise<SessionListView> => {
    return sessionListView(await ctx.auth.access.list(ctx.caller), viewerOf(ctx))
  }),

  history: signedInProcedure.input(pageInput).query(async ({ ctx, input }): Promise<SessionHistoryView> => {
    const { cursor, limit = pageSize } = input
    const { sessions, next } = await ctx.auth.access.history(ctx.caller, { after: historyPosition(cursor), limit })
    const viewer = viewerOf(ctx)
    return {
      sessions: sessions.map((session) => endedSessionView(session, viewer)),
      nextCursor: next === null ? null : historyCursor(next),
    }
  }),

  /** For a browser whose session is over: why. Its dead cookie is what asks, and nothing else is told to it. */
  ending: publicProcedure.input(noInput).query(async ({ ctx }): Promise<EndingView | null> => {
    const ended = await ctx.findEnded()
    return ended === null ? null : endingView(ended)
  }),

  watch: signedInProcedure.input(noInput).subscription(async function* ({
    ctx,
    signal,
  }): AsyncGenerator<SessionWatchEvent, void> {
    const viewer = viewerOf(ctx)
    const listener = { signal: signal ?? never, onLastWord: ctx.hangUpSoon }
    for await (const message of ctx.auth.access.watch(ctx.caller, listener)) {
      if (message.type === 'sessions') {
        yield { type: 'sessions', sessions: sessionListView(message.sessions, viewer) }
      } else if (message.type === 'ended') {
        yield { type: 'ended', ending: message.ended === null ? null : endingView(message.ended) }
      } else if (message.cause === 'displaced') {
        yield { type: 'closed' }
      } else {
        // Cut, not completed: whoever listens comes back by themselves.
        throw new DOMException('The stream has lasted long enough.', 'AbortError')
      }
    }
  }),

  rename: signedInProcedure.input(renameSessionInput).mutation(async ({ ctx, input }): Promise<SessionView> => {
    return sessionView(await ctx.auth.access.rename(ctx.caller, input.id, input.name, ctx.client), viewerOf(ctx))
  }),

  /** The calling session: signed in. Another one: a recent proof; the service decides, because it depends on the id. */
  end: signedInProcedure.input(endSessionInput).mutation(async ({ ctx, input }): Promise<{ ended: boolean }> => {
    return { ended: await ctx.auth.access.end(ctx.caller, input.id, ctx.client) }
  }),

  endOthers: recentProofProcedure.input(noInput).mutation(async ({ ctx }): Promise<{ ended: number }> => {
    return { ended: await ctx.auth.access.endOthers(ctx.caller, ctx.client) }
  }),

  endAll: recentProofProcedure
    .meta({ cookieOnly: true })
    .input(noInput)
    .mutation(async ({ ctx }): Promise<{ ended: number }> => {
      const ended = await ctx.auth.access.endAll(ctx.caller, ctx.client)
      ctx.sessionCookie.clear()
      return { ended }
    }),
})

/** For callers that are no HTTP request. */
const never = new AbortController().signal
