import { afterEach, expect, it } from 'vitest'
import { createTestEntries } from '../storage/testing-storage-entries.ts'
import {
  forgetChallenge,
  forgetConfirmed,
  keepChallenge,
  type PendingChallenge,
  pendingChallenge,
} from './pending-challenge.ts'

const challenge: PendingChallenge = {
  id: 'c1',
  purpose: 'sign_in',
  email: 'ada@example.com',
  expiresAt: '2026-11-20T11:10:00.000Z',
  resendAt: '2026-11-20T11:01:00.000Z',
  remember: true,
  returnTo: '/timeline',
}
const key = 'latchkey-challenge'

afterEach(() => forgetChallenge(createTestEntries()))

it('keeps what the tab waits for through a reload, until it is forgotten', () => {
  const entries = createTestEntries()
  expect(pendingChallenge(entries)).toBeNull()
  keepChallenge(challenge, entries)
  const afterReload = createTestEntries()
  afterReload.write(key, entries.read(key) ?? '')
  forgetChallenge(createTestEntries())
  expect(pendingChallenge(afterReload)).toEqual(challenge)
  forgetChallenge(afterReload)
  expect(pendingChallenge(afterReload)).toBeNull()
})

it('keeps it in the document where the browser has no storage', () => {
  const none = { read: () => null, write: () => undefined, remove: () => undefined }
  keepChallenge(challenge, none)
  expect(pendingChallenge(none)).toEqual(challenge)
  forgetChallenge(none)
  expect(pendingChallenge(none)).toBeNull()
})

it('forgets what a link has confirmed, and nothing else', () => {
  const entries = createTestEntries()
  keepChallenge(challenge, entries)
  forgetConfirmed({ purpose: 'prove_email', email: challenge.email }, entries)
  forgetConfirmed({ purpose: 'sign_in', email: 'other@example.com' }, entries)
  expect(pendingChallenge(entries)).toEqual(challenge)
  forgetConfirmed(challenge, entries)
  expect(pendingChallenge(entries)).toBeNull()
})

it('takes no path of another origin from the storage, and nothing of another shape', () => {
  const entries = createTestEntries()
  entries.write(key, JSON.stringify({ ...challenge, returnTo: '//evil.example' }))
  expect(pendingChallenge(entries)?.returnTo).toBe('/')
  for (const broken of [
    '{',
    'null',
    '7',
    JSON.stringify({ ...challenge, id: 7 }),
    JSON.stringify({ ...challenge, purpose: 'toString' }),
    JSON.stringify({ ...challenge, expiresAt: 'soon' }),
    JSON.stringify({ ...challenge, remember: 'yes' }),
  ]) {
    entries.write(key, broken)
    expect(pendingChallenge(entries)).toBeNull()
  }
})
