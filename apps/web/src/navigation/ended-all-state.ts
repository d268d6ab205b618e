declare module '@tanstack/react-router' {
  interface HistoryState {
    /** How many sessions someone ended, their own included. In the history entry: no link can claim it. */
    readonly endedAll?: number
  }
}

export const endedPath = '/ended'
