import type { AuthenticationResponseInput, RegistrationResponseInput } from '@latchkey/schema'
import type { AttestationObject } from '@simplewebauthn/server/helpers'
import { parseSecret } from '../core/secret.ts'
import type { Passkey, PasskeyChallengeText } from './passkey.ts'
import type { RelyingParty } from './relying-party.ts'

/**
 * The algorithms of keys, as COSE numbers them: EdDSA, ES256, RS256.
 *
 * @see [IANA COSE Algorithms](https://www.iana.org/assignments/cose/cose.xhtml#algorithms)
 */
export const keyAlgorithms = [-8, -7, -257] as const

/** What an authenticator says of a passkey that it made. */
export type NewCredential = Pick<
  Passkey,
  'credentialId' | 'publicKey' | 'counter' | 'transports' | 'aaguid' | 'backupEligible' | 'backedUp'
>

/** What an authenticator is asked, and who asks. */
interface Asked {
  readonly relyingParty: RelyingParty
  readonly challenge: PasskeyChallengeText
}

/**
 * Loads the library when the first passkey is used: most of it is a parser of certificates, of which none is ever read. The
 * parser needs `reflect-metadata` before it, which a bundler runs after it where both are in one file.
 */
async function loadLibrary() {
  await import('reflect-metadata')
  const [server, helpers] = await Promise.all([
    import('@simplewebauthn/server'),
    import('@simplewebauthn/server/helpers'),
  ])
  return { ...server, ...helpers }
}

/** What the browser says of a ceremony, as far as it is looked at here. */
interface ClientData {
  readonly challenge: PasskeyChallengeText | null
  readonly isCrossOrigin: boolean
}

/** Returns the challenge that an answer is to; `null` for one that can't be read. */
export function challengeIn(clientDataJSON: string): PasskeyChallengeText | null {
  return readClientData(clientDataJSON).challenge
}

/**
 * Verifies what an authenticator says of a passkey that it made. Returns `null` for what is not verified.
 *
 * A conditional ceremony asks its user nothing, so that its answer says neither that a user was present nor that they were
 * verified. The session that adds the passkey has just shown the password, and every use of the passkey says both.
 *
 * @see [WebAuthn §7.1](https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential)
 */
export async function verifyRegistration(
  response: RegistrationResponseInput,
  { relyingParty, challenge, isConditional }: Asked & { readonly isConditional: boolean },
): Promise<NewCredential | null> {
  const { verifyRegistrationResponse, decodeAttestationObject } = await loadLibrary()
  if (readClientData(response.response.clientDataJSON).isCrossOrigin) return null
  const { id, rawId, type } = response
  const { clientDataJSON, attestationObject, transports = [] } = response.response
  return orNull(async () => {
    if (!isUnattested(decodeAttestationObject(Buffer.from(attestationObject, 'base64url')))) return null
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { id, rawId, type, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: relyingParty.origin,
      expectedRPID: relyingParty.id,
      requireUserPresence: !isConditional,
      requireUserVerification: !isConditional,
      supportedAlgorithmIDs: [...keyAlgorithms],
    })
    // The id in the answer is the browser's word, the one among the authenticator's data is what counts.
    if (registrationInfo === undefined || registrationInfo.credential.id !== id) return null
    const { credential, aaguid, credentialDeviceType, credentialBackedUp } = registrationInfo
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: [...new Set(transports)],
      aaguid,
      backupEligible: credentialDeviceType === 'multiDevice',
      backedUp: credentialBackedUp,
    }
  })
}

/**
 * Verifies a use of a passkey: by the key that is stored, for this site, with its user present and verified, and counted
 * further. Returns what is new of the passkey; `null` for what is not verified.
 *
 * @see [WebAuthn §7.2](https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion)
 */
export async function verifyAssertion(
  response: AuthenticationResponseInput,
  { relyingParty, challenge, passkey }: Asked & { readonly passkey: Passkey },
): Promise<Pick<Passkey, 'counter' | 'backedUp'> | null> {
  const { verifyAuthenticationResponse } = await loadLibrary()
  if (readClientData(response.response.clientDataJSON).isCrossOrigin) return null
  const { id, rawId, type } = response
  const { clientDataJSON, authenticatorData, signature } = response.response
  return orNull(async () => {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id,
        rawId,
        type,
        response: { clientDataJSON, authenticatorData, signature },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: relyingParty.origin,
      expectedRPID: relyingParty.id,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
      requireUserVerification: true,
    })
    const isEligible = authenticationInfo.credentialDeviceType === 'multiDevice'
    // Whether it may be synced is decided when it is made.
    if (!verified || isEligible !== passkey.backupEligible) return null
    return { counter: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp }
  })
}

/** The library throws for whatever is wrong with an answer. */
async function orNull<T>(verify: () => Promise<T | null>): Promise<T | null> {
  try {
    return await verify()
  } catch {
    return null
  }
}

/**
 * Whether an attestation says nothing that its sender could choose: none, or one by the key itself. No other is asked for, and
 * a certificate in it would be parsed, and its issuer asked about it over the network.
 */
export function isUnattested(attestation: Pick<AttestationObject, 'get'>): boolean {
  const format = attestation.get('fmt')
  return format === 'none' || (format === 'packed' && attestation.get('attStmt').get('x5c') === undefined)
}

function readClientData(clientDataJSON: string): ClientData {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString())
    if (typeof data !== 'object' || data === null) return { challenge: null, isCrossOrigin: false }
    const challenge = 'challenge' in data && typeof data.challenge === 'string' ? data.challenge : null
    return {
      challenge: parseSecret<'passkey challenge'>(challenge),
      isCrossOrigin: 'crossOrigin' in data && data.crossOrigin !== false,
    }
  } catch {
    return { challenge: null, isCrossOrigin: false }
  }
}
