import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from './api/query-client.ts'
import { createQueryUtils } from './api/query-utils.ts'
import { createTrpcClient } from './api/trpc-client.ts'
import { watchUserActivity } from './api/user-activity.ts'
import { App } from './app.tsx'
import { pageConnection, watchNetwork } from './connection/page-connection.ts'
import { takeCallbackResponse } from './features/oauth/callback-response.ts'
import { focusHeadingOnNavigation } from './navigation/focus-heading.ts'
import { createSessionNavigation } from './navigation/session-navigation.ts'
import { Preferences } from './preferences/preferences.ts'
import { createAppRouter } from './router.tsx'
import { SessionCache } from './session/session-cache.ts'
import { SessionMonitor } from './session/session-monitor.ts'

const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no #root')
void start(root)

/** A function, because this module must not wait itself: the code of the pages imports from the file that it is in. */
async function start(container: Element): Promise<void> {
  const preferences = await Preferences.load({ storage: window.localStorage, wanted: navigator.languages })
  const trpcClient = createTrpcClient()
  const queryClient = createQueryClient()
  const utils = createQueryUtils(trpcClient, queryClient)
  const monitor = new SessionMonitor({
    client: trpcClient,
    cache: new SessionCache(queryClient, utils),
    connection: pageConnection,
    // oxlint-disable-next-line eslint/no-restricted-properties -- it spreads calls over time, and is no secret
    random: Math.random,
    texts: () => {
      const { connection, app } = preferences.writing().texts
      return { notice: connection.hidden, retry: app.tryAgain }
    },
  })
  const router = createAppRouter({ utils, callbackResponse: takeCallbackResponse(window.location, window.history) })

  watchUserActivity()
  watchNetwork(pageConnection)
  monitor.start(createSessionNavigation(router))
  focusHeadingOnNavigation(router)

  // The shell of index.html stays until the first page has what it needs, so that nothing flashes between the two.
  await router.load()
  createRoot(container).render(
    <StrictMode>
      <App
        trpcClient={trpcClient}
        queryClient={queryClient}
        monitor={monitor}
        preferences={preferences}
        router={router}
      />
    </StrictMode>,
  )
}
