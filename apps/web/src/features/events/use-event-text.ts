import type { EventView } from '@latchkey/schema'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { useClients } from '../../clients/use-clients.ts'
import { useProviders } from '../../providers/use-providers.ts'
import { eventText } from './event-text.ts'

/** Returns the function that says what happened, with the names that the server has now. */
export function useEventText(): (event: EventView) => ReactNode {
  const providers = useProviders()
  const clients = useClients()
  const texts = useTranslations('events')
  const reasons = useTranslations('endReasons')
  const methods = useTranslations('methods')
  const fault = useTranslations('fault')
  return (event) => eventText(event, { providers, clients, texts, reasons, methods, aProvider: fault('theProvider') })
}
