/** The search parameters of the device page. */
export interface DeviceSearch {
  readonly code?: string
}

/** Keeps a code that is text; the router reads a number where the code is one. */
export function parseDeviceSearch({ code }: Readonly<Record<string, unknown>>): DeviceSearch {
  return typeof code === 'string' ? { code } : {}
}
