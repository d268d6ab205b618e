import { MantineProvider } from '@mantine/core'
import type { JSX, ReactNode } from 'react'
import { BrowserBars } from './components/browser-bars.tsx'
import { ConnectionBanner } from './connection/connection-banner.tsx'
import { cspNonce } from './csp-nonce.ts'
import { ErrorBoundary } from './errors/error-boundary.tsx'
import { PreferencesProvider } from './preferences/preferences-provider.tsx'
import type { Preferences } from './preferences/preferences.ts'
import { colorSchemeManager, cssVariables, theme } from './theme.ts'

export interface PageProvidersProps {
  readonly preferences: Preferences
  readonly children: ReactNode
}

/** What is around every page: the theme, the texts, the boundary for errors and the banner for the connection. */
export function PageProviders({ preferences, children }: PageProvidersProps): JSX.Element {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
      getStyleNonce={cspNonce}
      withGlobalClasses={false}
    >
      <BrowserBars />
      <PreferencesProvider preferences={preferences}>
        <ErrorBoundary>{children}</ErrorBoundary>
        <ConnectionBanner />
      </PreferencesProvider>
    </MantineProvider>
  )
}
