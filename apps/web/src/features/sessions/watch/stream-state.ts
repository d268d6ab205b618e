/** Where a tab's stream is. `failures` are those in a row. */
export type StreamState =
  /** Nobody wants it. */
  | { readonly kind: 'off' }
  | { readonly kind: 'connecting'; readonly failures: number }
  | { readonly kind: 'live' }
  /** Until its time has come, or something says that it may work again. */
  | { readonly kind: 'waiting'; readonly failures: number }
  /** Another tab took its place; this one asks again when it is looked at, or when a place is free. */
  | { readonly kind: 'resting' }
  /** The session ended: nothing follows. */
  | { readonly kind: 'over' }

export type StreamHappening =
  | 'wanted'
  | 'unwanted'
  /** The stream said something. */
  | 'heard'
  /** It broke, or could not be opened. */
  | 'failed'
  /** The wait is over. */
  | 'due'
  /** The tab is looked at, or the network is back. */
  | 'woken'
  /** Another tab gave up its stream. */
  | 'freed'
  /** The server closed it for another tab. */
  | 'closed'
  | 'ended'

/** What becomes of a stream when something happens. */
export function streamStep(state: StreamState, happening: StreamHappening): StreamState {
  switch (happening) {
    case 'unwanted':
      return state.kind === 'off' ? state : { kind: 'off' }
    case 'wanted':
      return state.kind === 'off' ? { kind: 'connecting', failures: 0 } : state
    case 'heard':
      return state.kind === 'connecting' ? { kind: 'live' } : state
    case 'failed':
      return isOpen(state) ? { kind: 'waiting', failures: failuresOf(state) + 1 } : state
    case 'due':
      return state.kind === 'waiting' ? { kind: 'connecting', failures: state.failures } : state
    case 'woken':
      return state.kind === 'waiting' || state.kind === 'resting'
        ? { kind: 'connecting', failures: failuresOf(state) }
        : state
    case 'freed':
      return state.kind === 'resting' ? { kind: 'connecting', failures: 0 } : state
    case 'closed':
      return isOpen(state) ? { kind: 'resting' } : state
    case 'ended':
      return isOpen(state) ? { kind: 'over' } : state
  }
}

/** True while there is a connection, or one on its way. */
export function isOpen({ kind }: StreamState): boolean {
  return kind === 'connecting' || kind === 'live'
}

/** True while it should be there and is not, for a reason that a person may want to know. */
export function isDown(state: StreamState): boolean {
  return state.kind === 'waiting' || (state.kind === 'connecting' && state.failures > 0)
}

function failuresOf(state: StreamState): number {
  return state.kind === 'connecting' || state.kind === 'waiting' ? state.failures : 0
}
