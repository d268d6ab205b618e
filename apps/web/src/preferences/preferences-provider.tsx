import { createContext, type JSX, type ReactNode, use, useEffect, useSyncExternalStore } from 'react'
import { IntlProvider } from 'use-intl/react'
import type { en } from '../messages/en.ts'
import type { TimeFormats } from '../time/time-formats.ts'
import type { Preferences, Writing } from './preferences.ts'

const PreferencesContext = createContext<Preferences | null>(null)

const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()

export interface PreferencesProviderProps {
  readonly preferences: Preferences
  readonly children: ReactNode
}

/** Gives the page its texts and formats, and rewrites it when the user chooses others. */
export function PreferencesProvider({ preferences, children }: PreferencesProviderProps): JSX.Element {
  const { shown, locale, texts } = useSyncExternalStore(preferences.subscribe, preferences.writing)
  useEffect(() => {
    document.documentElement.lang = shown
  }, [shown])
  return (
    <PreferencesContext value={preferences}>
      {/* The types of the keys are those of the English texts; another language has the same. Those of the app are loaded with it. */}
      <IntlProvider locale={locale} timeZone={timeZone} messages={texts as unknown as typeof en}>
        {children}
      </IntlProvider>
    </PreferencesContext>
  )
}

export interface UsePreferences extends Writing {
  readonly choose: Preferences['choose']
}

/** What the page is written with, and how to choose another language or time format. */
export function usePreferences(): UsePreferences {
  const preferences = use(PreferencesContext)
  if (preferences === null) throw new Error('usePreferences needs a PreferencesProvider above it')
  const writing = useSyncExternalStore(preferences.subscribe, preferences.writing)
  return { ...writing, choose: preferences.choose }
}

export function useTimeFormats(): TimeFormats {
  return usePreferences().times
}
