import { expect, it } from 'vitest'
import { keepPreferences } from '../preferences/keep-preferences.ts'
import { createTestEntries } from '../storage/testing-storage-entries.ts'
import { endPasskeyOffer, mayOfferPasskey, notePasswordSignIn, passkeyOfferKey } from './passkey-offer.ts'

it('a passkey is offered after a password was typed, once in a browser', () => {
  const [tab, browser] = [createTestEntries(), createTestEntries()]
  expect(mayOfferPasskey(tab, browser)).toBe(false)
  notePasswordSignIn(tab)
  expect(mayOfferPasskey(tab, browser)).toBe(true)
  endPasskeyOffer(tab, browser)
  expect(mayOfferPasskey(tab, browser)).toBe(false)
  const later = createTestEntries()
  notePasswordSignIn(later)
  expect(mayOfferPasskey(later, browser)).toBe(false)
})

it('the offer outlives a sign-out, at which the browser clears the storage', () => {
  const [tab, browser] = [createTestEntries(), createTestEntries()]
  endPasskeyOffer(tab, browser)
  const restore = keepPreferences(browser)
  browser.remove(passkeyOfferKey)
  restore()
  notePasswordSignIn(tab)
  expect(mayOfferPasskey(tab, browser)).toBe(false)
})
