import type { ClientView } from '@latchkey/schema'

/** Returns the registered name of a client, or its id where it is not registered now. */
export function clientName(id: string, clients: readonly ClientView[]): string {
  return clients.find((client) => client.id === id)?.name ?? id
}
