import type { EndingView } from '@latchkey/schema'

/** What this tab knows of its session, and what it shows of the page. */
export interface SessionState {
  readonly session: SessionPhase
  readonly page: PagePhase
}

export type SessionPhase =
  /** As far as this tab knows, the session stands, or there is none. */
  | { readonly kind: 'current' }
  /** The session may have ended, for this reason: `auth.me` is asked before anything is thrown away. */
  | { readonly kind: 'verifying'; readonly ending: EndingView | null }
  /** The session ended: the app goes to the page that says why. `null` when this tab was not told why. */
  | { readonly kind: 'ended'; readonly ending: EndingView | null }
  /** The user ends the session from this tab, which leaves by itself: no page has to say that it ended. */
  | { readonly kind: 'signing_out' }

export type PagePhase =
  | { readonly kind: 'shown' }
  /** A private page in the bfcache, or restored from it: hidden until the server says that the same user is signed in. */
  | { readonly kind: 'hidden'; readonly userId: string | null }
  /** Restored, and the server did not answer: still hidden, with a way to try again. */
  | { readonly kind: 'unreachable'; readonly userId: string | null }
  /** Restored while another user is signed in: the page shows the previous user's data and is reloaded. */
  | { readonly kind: 'stale' }

export type SessionEvent =
  /** A call was refused as if no user were signed in. */
  | { readonly type: 'refused' }
  /** Another tab was told that this session ended. */
  | { readonly type: 'ended_elsewhere'; readonly ending: EndingView | null }
  /** The server told this tab's stream that the session ended. */
  | { readonly type: 'ended'; readonly ending: EndingView | null }
  /** The verification is over: `auth.me` named a user, or did not answer, which decides nothing. */
  | { readonly type: 'verified' }
  /** `auth.me` answered that no user is signed in. */
  | { readonly type: 'signed_out' }
  /** The page that says why is on screen. */
  | { readonly type: 'left' }
  | { readonly type: 'sign_out_started' }
  /** The sign-out of this tab failed, or is done. */
  | { readonly type: 'sign_out_settled' }
  /** The browser puts the page into the bfcache while this user is signed in. */
  | { readonly type: 'page_stored'; readonly userId: string | null }
  /** `auth.me` was asked after the page was restored; `null` when no user is signed in. */
  | { readonly type: 'page_checked'; readonly answered: boolean; readonly userId: string | null }

export interface SessionContext {
  /** Whether the page on screen is for signed-in users. Other pages have no session to lose. */
  readonly onPrivatePage: boolean
}

export const initialSessionState: SessionState = { session: { kind: 'current' }, page: { kind: 'shown' } }

/** Returns the state after an event; the same object where the event changes nothing. */
export function sessionStep(state: SessionState, event: SessionEvent, context: SessionContext): SessionState {
  const session = sessionPhaseStep(state.session, event, context)
  const page = pagePhaseStep(state.page, event, context)
  return session === state.session && page === state.page ? state : { session, page }
}

function sessionPhaseStep(phase: SessionPhase, event: SessionEvent, { onPrivatePage }: SessionContext): SessionPhase {
  switch (event.type) {
    case 'refused':
      return onPrivatePage && phase.kind === 'current' ? { kind: 'verifying', ending: null } : phase
    case 'ended_elsewhere':
      return onPrivatePage && isOpen(phase) ? { kind: 'verifying', ending: event.ending ?? endingOf(phase) } : phase
    case 'ended':
      return onPrivatePage && isOpen(phase) ? { kind: 'ended', ending: event.ending } : phase
    case 'signed_out':
      return onPrivatePage && isOpen(phase) ? { kind: 'ended', ending: endingOf(phase) } : phase
    case 'verified':
      return phase.kind === 'verifying' ? { kind: 'current' } : phase
    case 'left':
      return phase.kind === 'ended' ? { kind: 'current' } : phase
    case 'sign_out_started':
      return isOpen(phase) ? { kind: 'signing_out' } : phase
    case 'sign_out_settled':
      return phase.kind === 'signing_out' ? { kind: 'current' } : phase
    case 'page_stored':
    case 'page_checked':
      return phase
  }
}

function pagePhaseStep(phase: PagePhase, event: SessionEvent, { onPrivatePage }: SessionContext): PagePhase {
  if (event.type === 'page_stored') {
    if (!onPrivatePage) return phase
    return { kind: phase.kind === 'unreachable' ? 'unreachable' : 'hidden', userId: event.userId }
  }
  if (event.type !== 'page_checked' || (phase.kind !== 'hidden' && phase.kind !== 'unreachable')) return phase
  if (!event.answered) return phase.kind === 'hidden' ? { kind: 'unreachable', userId: phase.userId } : phase
  return event.userId !== null && event.userId !== phase.userId ? { kind: 'stale' } : { kind: 'shown' }
}

/** True while this tab may still find out that the session ended. */
function isOpen({ kind }: SessionPhase): boolean {
  return kind === 'current' || kind === 'verifying'
}

function endingOf(phase: SessionPhase): EndingView | null {
  return phase.kind === 'verifying' ? phase.ending : null
}
