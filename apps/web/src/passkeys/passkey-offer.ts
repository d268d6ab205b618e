import { localStorageEntries, sessionStorageEntries } from '../storage/storage-entries.ts'

/** The key in the browser's storage by which a passkey is offered once. It names no user. */
export const passkeyOfferKey = 'latchkey-passkey-offer'

/** Of this tab: a password was just typed here. */
const typedKey = 'latchkey-password-typed'

/** Notes that a user has signed in here with a password: a passkey may be offered. */
export function notePasswordSignIn(entries = sessionStorageEntries): void {
  entries.write(typedKey, 'yes')
}

/** Whether a password was typed in this tab, and no passkey was offered in this browser before. */
export function mayOfferPasskey(tab = sessionStorageEntries, browser = localStorageEntries): boolean {
  return tab.read(typedKey) !== null && browser.read(passkeyOfferKey) === null
}

/** Ends the offer: it is not made again in this browser. */
export function endPasskeyOffer(tab = sessionStorageEntries, browser = localStorageEntries): void {
  tab.remove(typedKey)
  browser.write(passkeyOfferKey, 'made')
}
