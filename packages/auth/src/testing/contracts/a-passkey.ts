import type { PasskeyId } from '@latchkey/schema'
import { after } from '../../core/duration.ts'
import { hashSecret, type Secret } from '../../core/secret.ts'
import type { Passkey, PasskeyChallenge, PasskeyChallengeHash } from '../../passkeys/passkey.ts'
import type { PasskeyUse } from '../../passkeys/passkey-store.ts'
import type { AuthStores } from '../../auth-stores.ts'
import type { User } from '../../users/user.ts'
import { addSession, aSession, noEvents, start } from '../fixtures.ts'

/** Returns a passkey of a user that was added at `start`; its credential is named after its id. */
export function aPasskey(id: string, { id: userId }: User, changes: Partial<Passkey> = {}): Passkey {
  return {
    id: id as PasskeyId,
    userId,
    credentialId: `credential-${id}`,
    publicKey: `key-of-${id}`,
    counter: 1,
    transports: ['internal', 'hybrid'],
    aaguid: '00000000-0000-0000-0000-000000000000',
    backupEligible: true,
    backedUp: false,
    name: 'Chrome on macOS',
    createdAt: start,
    lastUsedAt: null,
    ...changes,
  }
}

/** Returns the hash of a challenge that is named in a test. */
export function passkeyChallengeHash(name: string): PasskeyChallengeHash {
  return hashSecret(name as Secret<'passkey challenge'>)
}

/** Returns a challenge for a sign-in that was issued at `start`; its text and its browser are its name. */
export function aPasskeyChallenge(name: string, changes: Partial<PasskeyChallenge> = {}): PasskeyChallenge {
  return {
    hash: passkeyChallengeHash(name),
    browserHash: hashSecret(name as Secret<'passkey browser'>),
    purpose: 'sign_in',
    userId: null,
    sessionId: null,
    createdAt: start,
    expiresAt: after(start, 900),
    ...changes,
  }
}

/** Returns a use of a passkey that answers the challenge with this name, and counts one further. */
export function aPasskeyUse(passkey: Passkey, challenge: string, changes: Partial<PasskeyUse> = {}): PasskeyUse {
  const { id, userId, counter } = passkey
  return {
    id,
    userId,
    counter: counter + 1,
    backedUp: true,
    challenge: passkeyChallengeHash(challenge),
    now: after(start, 10),
    ...changes,
  }
}

/** Stores a passkey, in a session of its user which ends afterwards. */
export async function addPasskey(stores: AuthStores, passkey: Passkey, user: User): Promise<void> {
  const session = aSession(`adding-${passkey.id}`, user)
  await addSession(stores, session)
  const challenge = aPasskeyChallenge(`adding-${passkey.id}`)
  await stores.passkeys.insertChallenge(challenge)
  const addition = { passkey, challenge: challenge.hash, token: session.tokenHash, max: 1000, now: start }
  const outcome = await stores.passkeys.add(addition, noEvents)
  if (outcome !== 'added') throw new Error(`no passkey could be added: ${outcome}`)
  await stores.sessions.end(session, { at: start, reason: 'signed_out', by: null }, noEvents)
  await stores.sessions.deleteEndedBefore(after(start, 1), 1)
}
