/** Where addresses roughly are: a guess for people to recognise, nothing to decide by. */
export interface Places {
  /**
   * "Berlin, Germany", or `null` where nothing is known. It does not throw whatever it is asked, and is cheap enough to
   * be asked for each row of a list.
   */
  placeOf(ip: string | null): string | null
}

/** For a server whose operator has configured no database of places. */
export const noPlaces: Places = { placeOf: () => null }
