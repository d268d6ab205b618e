/** The search parameters of the device page. */
export interface DeviceSearch {
  readonly code?: string
}

/** A code that is no text, as the router reads a number, is none. */
export function parseDeviceSearch({ code }: Readonly<Record<string, unknown>>): DeviceSearch {
  return typeof code === 'string' ? { code } : {}
}
