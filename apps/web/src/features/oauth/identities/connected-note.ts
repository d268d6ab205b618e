/** What was connected a moment ago, for the page that someone comes back to. */
let connected: string | null = null

export function noteConnected(name: string): void {
  connected = name
}

/** Said once. */
export function takeConnected(): string | null {
  const name = connected
  connected = null
  return name
}
