import type { SessionView } from '@latchkey/schema'
import type { Texts } from '../../language/texts.ts'

/** Returns what was new when a session began, compared with the sessions on record; `null` when nothing was. */
export function newReason(
  { kind, isNew: { device, network } }: Pick<SessionView, 'kind' | 'isNew'>,
  texts: Texts<'access'>,
): string | null {
  if (device && network) return texts(kind === 'client' ? 'firstOfKindAndNetwork' : 'firstOfBrowserAndNetwork')
  if (device) return texts(kind === 'client' ? 'firstOfKind' : 'firstOfBrowser')
  return network ? texts('firstOfNetwork') : null
}
