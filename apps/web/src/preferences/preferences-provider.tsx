import { createContext, type JSX, type ReactNode, use, useEffect, useSyncExternalStore } from 'react'
import { IntlProvider } from 'use-intl/react'
import type { en } from '../messages/en.ts'
import type { TimeFormats } from '../time/time-formats.ts'
import type { Preferences, Writing } from './preferences.ts'

interface PreferencesContextValue extends Writing {
  readonly choose: Preferences['choose']
}

const PreferencesContext = createContext<PreferencesContextValue | null>(null)

const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()

export interface PreferencesProviderProps {
  readonly preferences: Preferences
  readonly children: ReactNode
}

/** Gives the page its texts and formats, and rewrites it when the user chooses others. */
export function PreferencesProvider({ preferences, children }: PreferencesProviderProps): JSX.Element {
  const writing = useSyncExternalStore(preferences.subscribe, preferences.writing)
  useEffect(() => {
    document.documentElement.lang = writing.shown
  }, [writing.shown])
  return (
    <PreferencesContext value={{ ...writing, choose: (choice) => preferences.choose(choice) }}>
      {/* The types of the keys are those of the English texts; another language has the same keys. */}
      <IntlProvider locale={writing.locale} timeZone={timeZone} messages={writing.texts as typeof en}>
        {children}
      </IntlProvider>
    </PreferencesContext>
  )
}

export function usePreferences(): PreferencesContextValue {
  const preferences = use(PreferencesContext)
  if (preferences === null) throw new Error('usePreferences needs a PreferencesProvider above it')
  return preferences
}

export function useTimeFormats(): TimeFormats {
  return usePreferences().times
}
