import type { ClientView } from '@latchkey/schema'

/** What to call an app: its registered name. One that is not registered now goes by its id. */
export function clientName(id: string, clients: readonly ClientView[]): string {
  return clients.find((client) => client.id === id)?.name ?? id
}
