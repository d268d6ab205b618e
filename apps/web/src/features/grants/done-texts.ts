import type { ClientView } from '@latchkey/schema'
import type { Texts } from '../../language/texts.ts'

export interface DoneText {
  readonly title: string
  readonly text: string
}

/**
 * Returns the text of the tab that a client leaves behind. Any site can link to this address: a name is shown only if the
 * server knows it, and the text claims nothing that only the client can know.
 */
export function doneText(search: string, clients: readonly ClientView[], texts: Texts<'consent'>): DoneText {
  const params = new URLSearchParams(search)
  const name = clients.find(({ id }) => id === params.get('client'))?.name ?? texts('theApp')
  const error = params.get('error')
  if (error === null) return { title: texts('doneTitle'), text: texts('doneText', { name }) }
  if (error === 'access_denied') return { title: texts('denied'), text: texts('doneDenied', { name }) }
  return { title: texts('doneFailed'), text: texts('doneFailedText', { name }) }
}
