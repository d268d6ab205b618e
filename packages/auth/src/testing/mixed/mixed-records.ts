import type { IdentityId, SigningKeyId, UserId } from '@latchkey/schema'
import { after } from '../../core/duration.ts'
import type { EventRecord } from '../../events/event-record.ts'
import type { Identity } from '../../identities/identity.ts'
import type { SigningKey } from '../../tokens/signing-key.ts'
import type { User } from '../../users/user.ts'
import { anEvent } from '../contracts/recorded-events.ts'
import { start } from '../fixtures.ts'

/** An identity of a provider that works. */
export function identityOf(user: User, id: string, subject: string): Identity {
  return {
    id: id as IdentityId,
    userId: user.id,
    provider: 'google',
    issuer: 'https://google.example',
    subject,
    email: null,
    linkedAt: start,
    lastUsedAt: start,
  }
}

/** An event at a moment; of a call it tells whether the change was stored. */
export function eventAt(userId: UserId, id: string, at: Date): EventRecord {
  return { ...anEvent(userId, id), at }
}

/** A key that signs from a moment on, for a short time. */
export function keyFrom(signsFrom: Date, id: string): SigningKey {
  return {
    id: id as SigningKeyId,
    algorithm: 'EdDSA',
    publicJwk: { kty: 'OKP', crv: 'Ed25519', x: 'x' },
    sealedPrivateKey: 'sealed',
    createdAt: signsFrom,
    signsFrom,
    signsUntil: after(signsFrom, 60),
    publishedUntil: after(signsFrom, 80),
  }
}
