import { sessionStorageEntries } from '../storage/storage-entries.ts'

/** The page in the step-up window that announces the step-up and closes the window. */
export const steppedUpPath = '/proved'

const key = 'latchkey-step-up'

/** One object for the whole tab: a channel does not receive its own messages. */
const channel = new BroadcastChannel('latchkey-step-up')

/**
 * Opens a step-up window. A new window starts with a copy of this tab's `sessionStorage`, so that it alone knows the id
 * of the request; this tab removes the entry again.
 */
export function openForStepUp(
  open: () => Window | null,
  entries = sessionStorageEntries,
): { requestId: string; opened: Window | null } {
  const requestId = crypto.randomUUID()
  entries.write(key, requestId)
  const opened = open()
  entries.remove(key)
  return { requestId, opened }
}

/** Announces the step-up that this window was opened for. `false` when it was opened for none. */
export function announceStepUp(entries = sessionStorageEntries): boolean {
  const requestId = entries.read(key)
  if (requestId === null) return false
  entries.remove(key)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel never leaves its origin
  channel.postMessage(requestId)
  return true
}

/**
 * Calls the listener with the id of each request that was announced. The announcement proves nothing: the server has
 * recorded the step-up, and the refused call is made again. Returns how to unsubscribe.
 */
export function onStepUpAnnounced(listener: (requestId: string) => void): () => void {
  const listen = ({ data }: MessageEvent<unknown>): void => {
    if (typeof data === 'string') listener(data)
  }
  channel.addEventListener('message', listen)
  return () => channel.removeEventListener('message', listen)
}
