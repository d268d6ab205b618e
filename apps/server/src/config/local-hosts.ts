const localHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Returns whether an address of the configuration is on this machine, which no other machine can reach by that name. */
export function isLocalHost({ hostname }: Pick<URL, 'hostname'>): boolean {
  return localHosts.has(hostname)
}

/** Returns whether an address to listen on is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
