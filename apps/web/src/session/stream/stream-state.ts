/** The state of a tab's stream. `failures` counts failures in a row. */
export type StreamState =
  /** It is not wanted. */
  | { readonly kind: 'off' }
  | { readonly kind: 'connecting'; readonly failures: number }
  | { readonly kind: 'live' }
  /** Until the retry is due, or the tab becomes visible. */
  | { readonly kind: 'waiting'; readonly failures: number }
  /** Another tab has its slot; this one tries again when it becomes visible, or when a slot is free. */
  | { readonly kind: 'resting' }
  /** The session ended: it is not opened again. */
  | { readonly kind: 'over' }

export type StreamEvent =
  | 'wanted'
  | 'unwanted'
  /** The stream delivered a message. */
  | 'message'
  /** It broke, or could not be opened. */
  | 'failed'
  /** The wait after a failure is over. */
  | 'retry'
  /** The tab became visible, or the server answers again. */
  | 'visible'
  /** Another tab closed its stream. */
  | 'slotFreed'
  /** The server closed it for another tab. */
  | 'closed'
  | 'ended'

/** Returns the state after an event; the same object where the event changes nothing. */
export function streamStep(state: StreamState, event: StreamEvent): StreamState {
  switch (event) {
    case 'unwanted':
      return state.kind === 'off' ? state : { kind: 'off' }
    case 'wanted':
      return state.kind === 'off' ? { kind: 'connecting', failures: 0 } : state
    case 'message':
      return state.kind === 'connecting' ? { kind: 'live' } : state
    case 'failed':
      return isOpen(state) ? { kind: 'waiting', failures: failuresOf(state) + 1 } : state
    case 'retry':
      return state.kind === 'waiting' ? { kind: 'connecting', failures: state.failures } : state
    case 'visible':
      return state.kind === 'waiting' || state.kind === 'resting'
        ? { kind: 'connecting', failures: failuresOf(state) }
        : state
    case 'slotFreed':
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

/** True while the stream is wanted and broken, which the user may want to know. */
export function isDown(state: StreamState): boolean {
  return state.kind === 'waiting' || (state.kind === 'connecting' && state.failures > 0)
}

function failuresOf(state: StreamState): number {
  return state.kind === 'connecting' || state.kind === 'waiting' ? state.failures : 0
}
