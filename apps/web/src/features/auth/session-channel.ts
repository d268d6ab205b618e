/** One object for the whole tab: a channel does not hear what it says itself. */
const channel = new BroadcastChannel('latchkey-session')

/** Tells the browser's other tabs that someone signed in or out here, so that they look again. */
export function announceSessionChange(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel never leaves its origin
  channel.postMessage(null)
}

export function onSessionChangeElsewhere(listener: () => void): void {
  channel.addEventListener('message', listener)
}
