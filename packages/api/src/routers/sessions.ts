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
import { publicProcedure, stepUpProcedure, router, signedInProcedure } from '../procedures.ts'
import { endedSessionView, endingView, sessionListView, sessionView } from '../views/session-view.ts'
import { viewerOf } from '../views/viewer.ts'
import { historyCursor, historyPosition } from './history-cursor.ts'
import { pageSize } from './page-size.ts'

export const sessionsRouter = router({
  list: signedInProcedure.input(noInput).query(async ({ ctx }): Promise<SessionListView> => {
    return sessionListView(await ctx.auth.sessions.list(ctx.caller), viewerOf(ctx))
  }),

  history: signedInProcedure.input(pageInput).query(async ({ ctx, input }): Promise<SessionHistoryView> => {
    const { cursor, limit = pageSize } = input
    const { sessions, next } = await ctx.auth.sessions.history(ctx.caller, { after: historyPosition(cursor), limit })
    const viewer = viewerOf(ctx)
    return {
      sessions: sessions.map((session) => endedSessionView(session, viewer)),
      nextCursor: next === null ? null : historyCursor(next),
    }
  }),

  /** Tells a browser how its session ended. Its old cookie is enough, and nothing else is told to it. */
  ending: publicProcedure.input(noInput).query(async ({ ctx }): Promise<EndingView | null> => {
    const ended = await ctx.ending()
    return ended === null ? null : endingView(ended)
  }),

  watch: signedInProcedure.input(noInput).subscription(async function* ({
    ctx,
    signal,
  }): AsyncGenerator<SessionWatchEvent, void> {
    const viewer = viewerOf(ctx)
    const listener = { signal: signal ?? never, ip: ctx.request.ip, onFinalMessage: ctx.closeSoon }
    for await (const message of ctx.auth.sessions.watch(ctx.caller, listener)) {
      if (message.type === 'sessions') {
        yield { type: 'sessions', sessions: sessionListView(message.sessions, viewer) }
      } else if (message.type === 'ended') {
        yield { type: 'ended', ending: message.ended === null ? null : endingView(message.ended) }
      } else if (message.cause === 'displaced') {
        yield { type: 'closed' }
      } else {
        // Aborted, not completed: the client connects again by itself.
        throw new DOMException('The stream has lasted long enough.', 'AbortError')
      }
    }
  }),

  rename: signedInProcedure
    .meta({ limit: 'sessionRename' })
    .input(renameSessionInput)
    .mutation(async ({ ctx, input }): Promise<SessionView> => {
      return sessionView(await ctx.auth.sessions.rename(ctx.caller, input.id, input.name, ctx.request), viewerOf(ctx))
    }),

  /** A signed-in caller may end the calling session; another one requires a recent step-up, which the domain checks. */
  end: signedInProcedure
    .meta({ limit: { none: 'a session ends once' } })
    .input(endSessionInput)
    .mutation(async ({ ctx, input }): Promise<{ ended: boolean }> => {
      return { ended: await ctx.auth.sessions.end(ctx.caller, input.id, ctx.request) }
    }),

  endOthers: stepUpProcedure
    .meta({ limit: { none: 'a session ends once' } })
    .input(noInput)
    .mutation(async ({ ctx }): Promise<{ ended: number }> => {
      return { ended: await ctx.auth.sessions.endOthers(ctx.caller, ctx.request) }
    }),

  endAll: stepUpProcedure
    .meta({ cookieOnly: true, limit: { none: 'a session ends once' } })
    .input(noInput)
    .mutation(async ({ ctx }): Promise<{ ended: number }> => {
      const ended = await ctx.auth.sessions.endAll(ctx.caller, ctx.request)
      ctx.sessionCookie.clear()
      ctx.authorizationCookie.clear()
      return { ended }
    }),
})

/** The signal of a call that is no HTTP request. */
const never = new AbortController().signal
