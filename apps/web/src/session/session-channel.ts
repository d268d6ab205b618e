import type { EndingView, SessionListView } from '@latchkey/schema'

/** Messages between the tabs of one browser. */
export type SessionMessage =
  /** A user signed in or out in the tab that sends this. */
  | { readonly type: 'changed' }
  /** What a stream delivered, for tabs that have none. */
  | { readonly type: 'sessions'; readonly sessions: SessionListView }
  | { readonly type: 'ended'; readonly sessionId: string; readonly ending: EndingView | null }
  /** A tab closed its stream, so that another tab may open one. */
  | { readonly type: 'slotFreed' }

/** One object for the whole tab: a channel does not receive its own messages. */
const channel = new BroadcastChannel('latchkey-session')

/** Sends a message to the browser's other tabs. */
export function tellOtherTabs(message: SessionMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel never leaves its origin
  channel.postMessage(message)
}

/** Tells the other tabs that a user signed in or out here, so that they refresh. */
export function announceSessionChange(): void {
  tellOtherTabs({ type: 'changed' })
}

/** Calls the listener with each message of another tab. Returns how to stop it. */
export function onMessageFromTabs(listener: (message: SessionMessage) => void): () => void {
  function onMessage({ data }: MessageEvent<SessionMessage | null>): void {
    // A tab that still runs an older version says nothing more than that something changed.
    listener(data ?? { type: 'changed' })
  }
  channel.addEventListener('message', onMessage)
  return () => channel.removeEventListener('message', onMessage)
}
