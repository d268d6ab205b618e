import {
  foldPassword,
  type PasswordFilterHeader,
  passwordFilterHeaderBytes,
  readPasswordFilterHeader,
  visitFilterPositions,
} from '@latchkey/schema'

/** A list of passwords in the form in which the server has its own: a filter that answers "no" or "probably". */
export class PasswordList {
  readonly #header: PasswordFilterHeader
  readonly #bytes: Uint8Array

  /** @throws RangeError when it is no filter, or not whole */
  constructor(file: Uint8Array) {
    this.#header = readPasswordFilterHeader(file, file.length)
    this.#bytes = file.subarray(passwordFilterHeaderBytes)
  }

  /** Returns whether a normalised password is on the list, as it is or in lower case. */
  async includes(password: string): Promise<boolean> {
    const digests = await Promise.all([password, foldPassword(password)].map(digestOf))
    return digests.some((digest) => this.#has(digest))
  }

  #has(digest: Uint8Array): boolean {
    return visitFilterPositions(digest, this.#header, (byte, mask) => ((this.#bytes[byte] ?? 0) & mask) !== 0)
  }
}

/** The list is made of these digests; nothing depends on their strength. */
async function digestOf(password: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-1', new TextEncoder().encode(password)))
}
