import type { ClientView } from '@latchkey/schema'

export interface DoneMessage {
  readonly title: string
  readonly text: string
}

/**
 * Returns the message of the tab that a client leaves behind. Any site can link to this address: a name is shown only if
 * the server knows it, and the message claims nothing that only the client can know.
 */
export function doneMessage(search: string, clients: readonly ClientView[]): DoneMessage {
  const params = new URLSearchParams(search)
  const name = clients.find(({ id }) => id === params.get('client'))?.name ?? 'the program'
  const error = params.get('error')
  if (error === null) return { title: 'You can close this tab', text: `Go back to ${name}.` }
  const back = `You can close this tab and go back to ${name}.`
  if (error === 'access_denied') return { title: 'You said no', text: `Nothing was given. ${back}` }
  return { title: 'That didn’t work', text: `${back} It says what went wrong.` }
}
