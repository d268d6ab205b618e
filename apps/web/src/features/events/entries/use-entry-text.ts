import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { useClients } from '../../../clients/use-clients.ts'
import { useProviders } from '../../../providers/use-providers.ts'
import { entryText } from './entry-text.ts'
import type { TimelineEntry } from './timeline-entries.ts'

export type TextOfEntry = (entry: TimelineEntry) => ReactNode

/** Returns the function that says what an entry stands for, with the names that the server has now. */
export function useEntryText(): TextOfEntry {
  const providers = useProviders()
  const clients = useClients()
  const texts = useTranslations('events')
  const reasons = useTranslations('endReasons')
  const methods = useTranslations('methods')
  const fault = useTranslations('fault')
  return (entry) => entryText(entry, { providers, clients, texts, reasons, methods, aProvider: fault('theProvider') })
}
