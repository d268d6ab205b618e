declare module '@tanstack/react-router' {
  interface HistoryState {
    /** How many sessions the user ended, this one included. It is in the history entry, so that no link can claim it. */
    readonly endedAll?: number
  }
}

export const endedPath = '/ended'
