import { MantineProvider } from '@mantine/core'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import type { TRPCClient } from '@trpc/client'
import type { AppRouter } from '@latchkey/api'
import type { JSX } from 'react'
import { trpc } from './api/trpc.ts'
import { ConnectionBanner } from './connection/connection-banner.tsx'
import { cspNonce } from './csp-nonce.ts'
import { ErrorBoundary } from './errors/error-boundary.tsx'
import type { WebRouter } from './router.tsx'
import type { SessionMonitor } from './session/session-monitor.ts'
import type { Preferences } from './preferences/preferences.ts'
import { PreferencesProvider } from './preferences/preferences-provider.tsx'
import { SessionMonitorContext } from './session/session-monitor-context.ts'
import { colorSchemeManager, cssVariables, theme } from './theme.ts'

export interface AppProps {
  readonly trpcClient: TRPCClient<AppRouter>
  readonly queryClient: QueryClient
  readonly monitor: SessionMonitor
  readonly preferences: Preferences
  readonly router: WebRouter
}

export function App({ trpcClient, queryClient, monitor, preferences, router }: AppProps): JSX.Element {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
      getStyleNonce={cspNonce}
      withGlobalClasses={false}
    >
      <PreferencesProvider preferences={preferences}>
        <ErrorBoundary>
          <trpc.Provider client={trpcClient} queryClient={queryClient}>
            <QueryClientProvider client={queryClient}>
              <SessionMonitorContext value={monitor}>
                <RouterProvider router={router} />
              </SessionMonitorContext>
            </QueryClientProvider>
          </trpc.Provider>
        </ErrorBoundary>
        <ConnectionBanner />
      </PreferencesProvider>
    </MantineProvider>
  )
}
