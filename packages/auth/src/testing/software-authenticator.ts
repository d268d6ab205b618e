import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { AuthenticationResponseInput, RegistrationResponseInput } from '@latchkey/schema'
import { type CborValue, encodeCbor } from './encode-cbor.ts'

/** What an answer says otherwise than it should. */
export interface AnswerFaults {
  readonly type?: string
  readonly challenge?: string
  readonly origin?: string
  readonly crossOrigin?: boolean
  readonly rpId?: string
  readonly userPresent?: boolean
  readonly userVerified?: boolean
  readonly backupEligible?: boolean
  readonly backedUp?: boolean
  readonly counter?: number
  /** `null` leaves it out. */
  readonly userHandle?: string | null
  readonly attestation?: ReadonlyMap<string, CborValue>
  /** The key that signs in place of the credential's. */
  readonly signedBy?: KeyObject
}

interface Credential {
  readonly id: string
  readonly privateKey: KeyObject
  readonly userHandle: string
  counter: number
}

interface CreationOptions {
  readonly challenge: string
  readonly rp: { readonly id: string }
  readonly user: { readonly id: string }
}

interface RequestOptions {
  readonly challenge: string
  readonly rpId: string
}

const flag = { userPresent: 0x01, userVerified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 }

/** A browser with an authenticator that makes passkeys with ES256 and uses them, and answers wrongly where a test says so. */
export class SoftwareAuthenticator {
  readonly #origin: string
  readonly #aaguid: string
  readonly #counts: boolean
  readonly #credentials: Credential[] = []

  /** `counts`: whether its counters move. Those of synced passkeys do not. */
  constructor({
    origin,
    aaguid = '00000000-0000-0000-0000-000000000000',
    counts = true,
  }: {
    readonly origin: string
    readonly aaguid?: string
    readonly counts?: boolean
  }) {
    this.#origin = origin
    this.#aaguid = aaguid
    this.#counts = counts
  }

  /** Makes a passkey. */
  create({ challenge, rp, user }: CreationOptions, faults: AnswerFaults = {}): RegistrationResponseInput {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const credential = {
      id: randomBytes(32).toString('base64url'),
      privateKey,
      userHandle: user.id,
      counter: this.#counts ? 1 : 0,
    }
    this.#credentials.push(credential)
    const id = Buffer.from(credential.id, 'base64url')
    const attested = Buffer.concat([
      Buffer.from(this.#aaguid.replaceAll('-', ''), 'hex'),
      Buffer.from([id.length >> 8, id.length & 0xff]),
      id,
      encodeCbor(coseKeyOf(publicKey)),
    ])
    const authData = authenticatorData(rp.id, credential.counter, faults, attested)
    const attestation = new Map<string, CborValue>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
      ...(faults.attestation ?? []),
    ])
    return {
      ...describedBy(credential),
      response: {
        clientDataJSON: this.#clientData('webauthn.create', challenge, faults),
        attestationObject: encodeCbor(attestation).toString('base64url'),
        transports: ['internal', 'hybrid'],
      },
    }
  }

  /** Uses the passkey that was made last. */
  get({ challenge, rpId }: RequestOptions, faults: AnswerFaults = {}): AuthenticationResponseInput {
    const credential = this.#credentials.at(-1)
    if (credential === undefined) throw new Error('no passkey was made')
    if (this.#counts) credential.counter += 1
    const clientDataJSON = this.#clientData('webauthn.get', challenge, faults)
    const data = authenticatorData(rpId, credential.counter, faults)
    const clientDataHash = sha256(Buffer.from(clientDataJSON, 'base64url'))
    const signed = Buffer.concat([data, clientDataHash])
    const userHandle = faults.userHandle === undefined ? credential.userHandle : faults.userHandle
    return {
      ...describedBy(credential),
      response: {
        clientDataJSON,
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', signed, faults.signedBy ?? credential.privateKey).toString('base64url'),
        ...(userHandle === null ? {} : { userHandle }),
      },
    }
  }

  #clientData(type: string, challenge: string, faults: AnswerFaults): string {
    const { crossOrigin = false } = faults
    const data = {
      type: faults.type ?? type,
      challenge: faults.challenge ?? challenge,
      origin: faults.origin ?? this.#origin,
      crossOrigin,
    }
    return Buffer.from(JSON.stringify(data)).toString('base64url')
  }
}

function describedBy({ id }: Credential) {
  return { id, rawId: id, type: 'public-key', authenticatorAttachment: 'platform', clientExtensionResults: {} } as const
}

/** @see [WebAuthn §6.1](https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data) */
function authenticatorData(rpId: string, counter: number, faults: AnswerFaults, attested = Buffer.alloc(0)): Buffer {
  const { userPresent = true, userVerified = true, backupEligible = true, backedUp = true } = faults
  const flags =
    (userPresent ? flag.userPresent : 0) |
    (userVerified ? flag.userVerified : 0) |
    (backupEligible ? flag.backupEligible : 0) |
    (backedUp ? flag.backedUp : 0) |
    (attested.length > 0 ? flag.attested : 0)
  const counted = Buffer.alloc(4)
  counted.writeUInt32BE(faults.counter ?? counter)
  return Buffer.concat([sha256(Buffer.from(faults.rpId ?? rpId)), Buffer.from([flags]), counted, attested])
}

/** @see [RFC 9053 §7.1.1](https://www.rfc-editor.org/rfc/rfc9053.html#section-7.1.1) */
function coseKeyOf(publicKey: KeyObject): ReadonlyMap<number, CborValue> {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return new Map<number, CborValue>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ])
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
