import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import type { Root } from 'react-dom/client'
import { createQueryClient } from './api/query-client.ts'
import { createQueryUtils } from './api/query-utils.ts'
import { createTrpcClient } from './api/trpc-client.ts'
import { trpc } from './api/trpc.ts'
import { takeLinkToken } from './challenges/mail-link.ts'
import { pageConnection } from './connection/page-connection.ts'
import { takeCallbackResponse } from './features/oauth/callback-response.ts'
import { focusHeadingOnNavigation } from './navigation/focus-heading.ts'
import { createSessionNavigation } from './navigation/session-navigation.ts'
import { PageProviders } from './page-providers.tsx'
import type { Preferences } from './preferences/preferences.ts'
import { createAppRouter } from './router.tsx'
import { SessionCache } from './session/session-cache.ts'
import { SessionMonitorContext } from './session/session-monitor-context.ts'
import { SessionMonitor } from './session/session-monitor.ts'
import './app-styles.css'

export interface AppStart {
  readonly root: Root
  readonly preferences: Preferences
  /** Whether the document showed another page before, so that the focus moves to the heading. */
  readonly isNavigation: boolean
}

/** Starts the app at the current address. What the document shows stays until the page has what it needs. */
export async function startApp({ root, preferences, isNavigation }: AppStart): Promise<void> {
  const texts = preferences.loadAllTexts()
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
  takeLinkToken(window.location, window.history)
  const router = createAppRouter({ utils, callbackResponse: takeCallbackResponse(window.location, window.history) })
  monitor.start(createSessionNavigation(router))
  focusHeadingOnNavigation(router, { isNavigation })

  await Promise.all([router.load(), texts])
  root.render(
    <StrictMode>
      <PageProviders preferences={preferences}>
        <trpc.Provider client={trpcClient} queryClient={queryClient}>
          <QueryClientProvider client={queryClient}>
            <SessionMonitorContext value={monitor}>
              <RouterProvider router={router} />
            </SessionMonitorContext>
          </QueryClientProvider>
        </trpc.Provider>
      </PageProviders>
    </StrictMode>,
  )
}
