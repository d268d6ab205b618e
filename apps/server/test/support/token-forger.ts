import { createHmac, type KeyObject } from 'node:crypto'
import type { Container } from '../../src/container.ts'

type Json = Readonly<Record<string, unknown>>

export interface PublishedKey extends Json {
  readonly kid: string
  readonly alg: string
}

/** base64url of bytes, of text, or of what JSON makes of an object. */
export function encode(value: string | Uint8Array | Json): string {
  const bytes = typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value)
  return Buffer.from(bytes).toString('base64url')
}

/** Forges tokens that resemble a valid one. Where the signature is not what is wrong, it signs with the server's own key. */
export class Forger {
  readonly token: string
  readonly published: PublishedKey
  /** An address that no verifier may call. */
  readonly bait: string
  readonly header: Json
  readonly claims: Json & { readonly exp: number; readonly iat: number }
  readonly parts: readonly [string, string, string]
  readonly #auth: Container['auth']

  constructor({
    token,
    auth,
    published,
    bait,
  }: {
    token: string
    auth: Container['auth']
    published: PublishedKey
    bait: string
  }) {
    const [header = '', claims = '', signature = ''] = token.split('.')
    const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
    this.token = token
    this.#auth = auth
    this.published = published
    this.bait = bait
    this.parts = [header, claims, signature]
    this.header = decode(header)
    this.claims = decode(claims)
  }

  get signature(): Buffer {
    return Buffer.from(this.parts[2], 'base64url')
  }

  /** Header and claims with changes (`undefined` takes one away), signed with the right key. */
  signed(claims: Json, header: Json = {}): Promise<string> {
    return this.signedText(JSON.stringify({ ...this.header, ...header }), JSON.stringify({ ...this.claims, ...claims }))
  }

  /** Any text for header and claims, signed with the right key. */
  signedText(header: string | Uint8Array, claims: string | Uint8Array): Promise<string> {
    return this.signedInput(`${encode(header)}.${encode(claims)}`)
  }

  /** Claims as any text, signed with the right key under the right header. */
  signedClaims(claims: string | Uint8Array): Promise<string> {
    return this.signedText(JSON.stringify(this.header), claims)
  }

  /** A header as any text, signed with the right key over the right claims. */
  signedHeader(header: string | Uint8Array): Promise<string> {
    return this.signedText(header, JSON.stringify(this.claims))
  }

  /** Any input, signed with the right key. */
  async signedInput(input: string): Promise<string> {
    return `${input}.${encode(await this.rightSignature(input))}`
  }

  async rightSignature(input: string): Promise<Uint8Array> {
    const { key } = await this.#auth.signingKeys.current()
    if (key instanceof Uint8Array) throw new TypeError('a symmetric key signs nothing here')
    const { name } = key.algorithm
    const algorithm = name === 'ECDSA' ? { name, hash: 'SHA-256' } : { name }
    return new Uint8Array(await crypto.subtle.sign(algorithm, key, Buffer.from(input)))
  }

  /** The right claims under a changed header, with a signature that `sign` makes. */
  signedBy(sign: (input: string) => Uint8Array, header: Json = {}, claims: Json = {}): string {
    const input = `${encode({ ...this.header, ...header })}.${encode({ ...this.claims, ...claims })}`
    return `${input}.${encode(sign(input))}`
  }

  /** Signed as if the key were a shared secret. */
  hmac(secret: string | Buffer | KeyObject, header: Json = {}): string {
    const alg = typeof header['alg'] === 'string' ? header['alg'] : 'HS256'
    const sign = (input: string) =>
      createHmac(`sha${alg.slice(2)}`, secret)
        .update(input)
        .digest()
    return this.signedBy(sign, { alg, ...header })
  }

  /** The token with another signature. */
  resigned(signature: Uint8Array): string {
    const [header, claims] = this.parts
    return `${header}.${claims}.${encode(signature)}`
  }
}
