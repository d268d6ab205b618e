import {
  type PasswordFilterHeader,
  passwordFilterHeaderBytes,
  passwordFilterMagic,
  readPasswordFilterHeader,
  visitFilterPositions,
} from '@latchkey/schema'

/** Bits of memory for an entry, and positions that it sets: together one wrong "yes" in some 100,000. */
const bitsPerEntry = 24
const positionsPerEntry = 17

/**
 * A set of digests that answers "no" or "probably": every digest that was added is found, and of others one in some 100,000.
 * It takes 3 bytes for an entry, whatever the length of what was digested. A digest has at least 12 bytes. Browsers read the
 * same format.
 */
export class BloomFilter {
  readonly #header: PasswordFilterHeader
  readonly #bytes: Uint8Array

  private constructor(header: PasswordFilterHeader, bytes: Uint8Array) {
    this.#header = header
    this.#bytes = bytes
  }

  /** Returns an empty filter that is made for this many entries. */
  static forEntries(entries: number): BloomFilter {
    const bits = Math.max(1, entries) * bitsPerEntry
    return new BloomFilter({ positions: positionsPerEntry, bits, entries }, new Uint8Array(Math.ceil(bits / 8)))
  }

  /**
   * Returns the filter that `toBytes` wrote.
   *
   * @throws RangeError when it is none, or not whole
   */
  static fromBytes(file: Uint8Array): BloomFilter {
    const header = readPasswordFilterHeader(file, file.length)
    return new BloomFilter(header, file.subarray(passwordFilterHeaderBytes))
  }

  add(digest: Buffer): void {
    visitFilterPositions(digest, this.#header, (byte, mask) => {
      this.#bytes[byte] = (this.#bytes[byte] ?? 0) | mask
      return true
    })
  }

  /** Returns true for every digest that was added. */
  has(digest: Buffer): boolean {
    return visitFilterPositions(digest, this.#header, (byte, mask) => ((this.#bytes[byte] ?? 0) & mask) !== 0)
  }

  toBytes(): Buffer {
    const { positions, bits, entries } = this.#header
    const header = Buffer.alloc(passwordFilterHeaderBytes)
    header.write(passwordFilterMagic, 'latin1')
    header.writeUInt32BE(positions, 8)
    header.writeBigUInt64BE(BigInt(bits), 16)
    header.writeBigUInt64BE(BigInt(entries), 24)
    return Buffer.concat([header, this.#bytes])
  }
}
