/** Where the page in the small window is that says "proved" and closes it. */
export const provedPath = '/proved'

/** One object for the whole tab: a channel does not hear what it says itself. */
const channel = new BroadcastChannel('latchkey-proof')

/** Tells the tab that is waiting for it. It carries no proof: the server has that, and is asked again. */
export function announceProof(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel never leaves its origin
  channel.postMessage(null)
}

/** Returns how to stop listening. */
export function onProof(listener: () => void): () => void {
  channel.addEventListener('message', listener)
  return () => channel.removeEventListener('message', listener)
}
