/** The name of the provider that was just connected, for the page that shows it after the redirect. */
let connected: string | null = null

export function noteConnected(name: string): void {
  connected = name
}

/** Returns the name once, then `null`. */
export function takeConnected(): string | null {
  const name = connected
  connected = null
  return name
}
