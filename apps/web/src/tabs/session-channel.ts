import type { EndingView, SessionListView } from '@latchkey/schema'

/** What the tabs of one browser tell each other. */
export type SessionMessage =
  /** Someone signed in or out here. */
  | { readonly type: 'changed' }
  /** What a stream said, for tabs that hold none. */
  | { readonly type: 'sessions'; readonly sessions: SessionListView }
  | { readonly type: 'ended'; readonly sessionId: string; readonly ending: EndingView | null }
  /** A stream was given up, so that another tab may have one. */
  | { readonly type: 'freed' }

/** One object for the whole tab: a channel does not hear what it says itself. */
const channel = new BroadcastChannel('latchkey-session')

export function tellOtherTabs(message: SessionMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel never leaves its origin
  channel.postMessage(message)
}

/** Tells the browser's other tabs that someone signed in or out here, so that they look again. */
export function announceSessionChange(): void {
  tellOtherTabs({ type: 'changed' })
}

export function onMessageFromTabs(listener: (message: SessionMessage) => void): void {
  channel.addEventListener('message', ({ data }: MessageEvent<SessionMessage | null>) => {
    // A tab that still runs an older version says nothing more than that something changed.
    listener(data ?? { type: 'changed' })
  })
}
