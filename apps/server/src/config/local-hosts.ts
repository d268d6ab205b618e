const localHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Returns whether an address of the configuration is on this machine, which no other machine can reach by that name. */
export function isLocalHost({ hostname }: Pick<URL, 'hostname'>): boolean {
  return localHosts.has(hostname)
}
