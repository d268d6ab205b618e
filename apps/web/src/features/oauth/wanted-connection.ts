import { tabNotes } from './tab-notes.ts'

const key = 'latchkey-connect'

const minute = 60_000
const lifetime = 10 * minute

/**
 * Notes that someone was sent to sign in first so that a provider can be connected. An address alone must not begin
 * that: whoever makes a person follow it could have them connect somebody else's account.
 */
export function wantConnection(provider: string, now: number = Date.now(), notes = tabNotes): void {
  notes.write(key, `${now} ${provider}`)
}

/** Whether this tab wanted to connect this provider lately. True once. */
export function takeWantedConnection(provider: string, now: number = Date.now(), notes = tabNotes): boolean {
  const note = notes.read(key)
  notes.forget(key)
  const [at = '', wanted] = (note ?? '').split(' ')
  return wanted === provider && now - Number(at) < lifetime
}
