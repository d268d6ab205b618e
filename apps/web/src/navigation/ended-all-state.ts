declare module '@tanstack/react-router' {
  interface HistoryState {
    /** How many sessions the user ended, this one included. It is in the history entry, so that no link can claim it. */
    readonly endedAll?: number
    /** The user signed out, and the server did not answer: the session may be live. */
    readonly signOutUnanswered?: boolean
  }
}

export const endedPath = '/ended'
