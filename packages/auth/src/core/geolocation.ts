/** Tells roughly where addresses are: a hint for people to recognise a session by, never a ground for a decision. */
export interface Geolocation {
  /**
   * Returns a place such as "Berlin, Germany", or `null` when none is known. It never throws, and it is cheap enough to be
   * called for each row of a list.
   */
  placeOf(ip: string | null): string | null
}

/** Knows no place: for a server without a geolocation database. */
export const noGeolocation: Geolocation = { placeOf: () => null }
