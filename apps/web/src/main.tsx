import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { watchUserActivity } from './api/user-activity.ts'
import { createQueryClient } from './api/query-client.ts'
import { createQueryUtils } from './api/query-utils.ts'
import { createTrpcClient } from './api/trpc-client.ts'
import { App } from './app.tsx'
import { Curtain } from './features/auth/curtain.ts'
import { forgetEverything } from './features/auth/forget-everything.ts'
import { SessionWatch } from './features/auth/session-watch.ts'
import { takeCallbackResponse } from './features/oauth/callback-response.ts'
import { noteEnding } from './features/sessions/ended/note-ending.ts'
import { connectWatch } from './features/sessions/watch/connect-watch.ts'
import { LiveSessions } from './features/sessions/watch/live-sessions.ts'
import { SessionStream } from './features/sessions/watch/session-stream.ts'
import { SessionUpdates } from './features/sessions/watch/session-updates.ts'
import { endedPath } from './navigation/ended-all-state.ts'
import { exactPath } from './navigation/exact-path.ts'
import { focusHeadingOnNavigation } from './navigation/focus-heading.ts'
import { parseArrivalSearch } from './navigation/return-path.ts'
import { createAppRouter } from './router.tsx'

const trpcClient = createTrpcClient()
const queryClient = createQueryClient()
const utils = createQueryUtils(trpcClient, queryClient)

const watch = new SessionWatch({
  queryClient,
  utils,
  isInside,
  leave: async (ending) => {
    noteEnding(queryClient, utils, ending)
    const search = parseArrivalSearch({ returnTo: exactPath() })
    await router.navigate({ to: endedPath, search, replace: true })
    forgetEverything(queryClient, utils)
  },
  recheck: () => router.invalidate(),
})
const stream: SessionStream = new SessionStream({
  connect: (handlers) => connectWatch(trpcClient, live, handlers),
  random: Math.random,
})
const live = new LiveSessions({
  stream,
  updates: new SessionUpdates(utils),
  random: Math.random,
  onEnded: (ending) => watch.ended(ending),
  onDoubt: (ending) => void watch.doubt(ending),
})
const curtain = new Curtain({
  isInside,
  me: () => utils.auth.me.getData(),
  lookAgain: () => watch.lookAgain(),
})
const router = createAppRouter({
  utils,
  callbackResponse: takeCallbackResponse(window.location, window.history),
  stream,
  live,
})

/** Not before the guard has let somebody in: who was never inside is sent to sign in, and has nothing that ended. */
function isInside(): boolean {
  return router.state.matches.some(({ routeId, status }) => routeId === '/signed-in' && status === 'success')
}

watchUserActivity()
watch.start()
live.start()
curtain.start()
focusHeadingOnNavigation(router)

const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App trpcClient={trpcClient} queryClient={queryClient} router={router} />
  </StrictMode>,
)
