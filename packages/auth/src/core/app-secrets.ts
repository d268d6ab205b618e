import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto'
import type { RandomBytes } from './random.ts'

const keyBytes = 32
const ivBytes = 12
const tagBytes = 16
const idLength = 8

interface Keys {
  readonly id: string
  readonly sealing: Buffer
  readonly deriving: Buffer
}

/**
 * The secrets of the configuration, the newest first, which the database does not hold. What is sealed or derived names
 * the secret that it was made with, so that an older secret goes on working until it is removed.
 */
export class AppSecrets {
  readonly #keys: readonly [Keys, ...Keys[]]
  readonly #random: RandomBytes

  constructor([newest, ...older]: readonly [string, ...string[]], random: RandomBytes) {
    this.#keys = [keysOf(newest), ...older.map(keysOf)]
    this.#random = random
  }

  /** The id of the newest secret. */
  get newest(): string {
    return this.#keys[0].id
  }

  /** Encrypts a text with AES-256-GCM. The result opens under the same `context` only, so it can't be moved to another. */
  seal(text: string, context: string): string {
    const { id, sealing } = this.#keys[0]
    const iv = this.#random(ivBytes)
    const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(context))
    const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return `${id}.${sealed.toString('base64url')}`
  }

  /** Returns the text that was sealed; `null` when its secret is gone, or when the sealed text was changed or moved. */
  open(sealed: string, context: string): string | null {
    const [id = '', text = ''] = sealed.split('.', 2)
    const keys = this.#keys.find((one) => one.id === id)
    const bytes = Buffer.from(text, 'base64url')
    if (keys === undefined || bytes.length < ivBytes + tagBytes) return null
    const decipher = createDecipheriv('aes-256-gcm', keys.sealing, bytes.subarray(0, ivBytes))
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(-tagBytes))
    try {
      return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]).toString('utf8')
    } catch {
      return null
    }
  }

  /** Returns 256 bits, base64url, derived from `input` under the secret `id`; `null` when that secret is gone. */
  derive(id: string, context: string, input: string): string | null {
    const keys = this.#keys.find((one) => one.id === id)
    if (keys === undefined) return null
    return createHmac('sha256', keys.deriving).update(`${context}\0${input}`).digest('base64url')
  }
}

/** Derives a key for each use, so that the secret itself is used for none. */
function keysOf(secret: string): Keys {
  const key = (use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `latchkey ${use}`, keyBytes))
  return {
    id: createHash('sha256').update(key('id')).digest('base64url').slice(0, idLength),
    sealing: key('sealing'),
    deriving: key('deriving'),
  }
}
