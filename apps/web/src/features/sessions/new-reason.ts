import type { SessionView } from '@latchkey/schema'
import type { Texts } from '../../language/texts.ts'

/** Returns what was new when a session began, compared with the sessions on record; `null` when nothing was. */
export function newReason(
  { browser, os, isNew: { device, network } }: Pick<SessionView, 'browser' | 'os' | 'isNew'>,
  texts: Texts<'access'>,
): string | null {
  const isBrowser = browser !== null && os !== null
  if (device && network) return texts(isBrowser ? 'firstOfBrowserAndNetwork' : 'firstOfKindAndNetwork')
  if (device) return texts(isBrowser ? 'firstOfBrowser' : 'firstOfKind')
  return network ? texts('firstOfNetwork') : null
}
