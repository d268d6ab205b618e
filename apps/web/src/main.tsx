import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from './api/query-client.ts'
import { createQueryUtils } from './api/query-utils.ts'
import { createTrpcClient } from './api/trpc-client.ts'
import { App } from './app.tsx'
import { forgetEverything } from './features/auth/forget-everything.ts'
import { SessionWatch } from './features/auth/session-watch.ts'
import { takeArrival } from './features/oauth/arrival.ts'
import { focusHeadingOnNavigation } from './navigation/focus-heading.ts'
import { parseArrivalSearch } from './navigation/return-path.ts'
import { createAppRouter } from './router.tsx'

const trpcClient = createTrpcClient()
const queryClient = createQueryClient()
const utils = createQueryUtils(trpcClient, queryClient)
const router = createAppRouter({ utils, arrival: takeArrival(window.location, window.history) })

new SessionWatch({
  queryClient,
  utils,
  isInside: () => router.state.matches.some((match) => match.routeId === '/signed-in'),
  leave: async () => {
    const returnTo = router.state.location.href
    await router.navigate({ to: '/sign-in', search: { ...parseArrivalSearch({ returnTo }), ended: 1 }, replace: true })
    forgetEverything(queryClient, utils)
  },
  recheck: () => router.invalidate(),
}).start()
focusHeadingOnNavigation(router)

const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App trpcClient={trpcClient} queryClient={queryClient} router={router} />
  </StrictMode>,
)
