import { tabNotes } from './tab-notes.ts'

/** Where the page in the small window is that says "proved" and closes it. */
export const provedPath = '/proved'

const key = 'latchkey-proof'

/** One object for the whole tab: a channel does not hear what it says itself. */
const channel = new BroadcastChannel('latchkey-proof')

/**
 * Notes which question a window is about to be opened for. A new window starts with a copy of this tab's notes, so it
 * and nobody else can answer it; this tab forgets it again.
 */
export function openForProof(open: () => Window | null, notes = tabNotes): { question: string; opened: Window | null } {
  const question = crypto.randomUUID()
  notes.write(key, question)
  const opened = open()
  notes.forget(key)
  return { question, opened }
}

/** Answers the question that this window was opened for. `false` when it was opened for none. */
export function announceProof(notes = tabNotes): boolean {
  const question = notes.read(key)
  if (question === null) return false
  notes.forget(key)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel never leaves its origin
  channel.postMessage(question)
  return true
}

/** Told the question that was answered. It is no proof: the server has that, and is asked again. Returns how to stop. */
export function onProof(listener: (question: string) => void): () => void {
  const listen = ({ data }: MessageEvent<unknown>): void => {
    if (typeof data === 'string') listener(data)
  }
  channel.addEventListener('message', listen)
  return () => channel.removeEventListener('message', listen)
}
