/** Bits of memory for an entry, and positions that it sets: together one wrong "yes" in some 100,000. */
const bitsPerEntry = 24
const positionsPerEntry = 17

/** `LKPWF`, and the version of the format. */
const magic = Buffer.from('LKPWF01\n', 'latin1')
const headerBytes = 32
const maxBits = 2 ** 43

/** How many bytes of a digest decide its positions. */
const halfDigest = 6

export interface BloomFilterHeader {
  readonly positions: number
  readonly bits: number
  readonly entries: number
}

/**
 * A set of digests that answers "no" or "probably": every digest that was added is found, and of others one in some 100,000.
 * It takes 3 bytes for an entry, whatever the length of what was digested. A digest has at least 12 bytes.
 *
 * The positions are those of enhanced double hashing: two numbers out of the digest, the second of which grows as it is
 * added to the first.
 *
 * @see [Kirsch and Mitzenmacher, Less hashing, same performance](https://www.eecs.harvard.edu/~michaelm/postscripts/rsa2008.pdf)
 */
export class BloomFilter {
  readonly #header: BloomFilterHeader
  readonly #bytes: Uint8Array

  private constructor(header: BloomFilterHeader, bytes: Uint8Array) {
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
    const header = readHeader(file, file.length)
    return new BloomFilter(header, file.subarray(headerBytes))
  }

  add(digest: Buffer): void {
    this.#visit(digest, (byte, mask) => {
      this.#bytes[byte] = (this.#bytes[byte] ?? 0) | mask
      return true
    })
  }

  /** Returns true for every digest that was added. */
  has(digest: Buffer): boolean {
    return this.#visit(digest, (byte, mask) => ((this.#bytes[byte] ?? 0) & mask) !== 0)
  }

  toBytes(): Buffer {
    const { positions, bits, entries } = this.#header
    const header = Buffer.alloc(headerBytes)
    magic.copy(header)
    header.writeUInt32BE(positions, 8)
    header.writeBigUInt64BE(BigInt(bits), 16)
    header.writeBigUInt64BE(BigInt(entries), 24)
    return Buffer.concat([header, this.#bytes])
  }

  /** Visits the positions of a digest while `visit` returns true; returns whether it did for all of them. */
  #visit(digest: Buffer, visit: (byte: number, mask: number) => boolean): boolean {
    const { positions, bits } = this.#header
    let position = digest.readUIntBE(0, halfDigest) % bits
    let step = digest.readUIntBE(halfDigest, halfDigest) % bits
    for (let index = 0; index < positions; index += 1) {
      if (!visit(Math.floor(position / 8), 1 << (position % 8))) return false
      position = (position + step) % bits
      step = (step + index + 1) % bits
    }
    return true
  }
}

/** How many bytes of a file {@link readHeader} needs. */
export const bloomFilterHeaderBytes = headerBytes

/**
 * Returns what the first bytes of a file say of the filter in it.
 *
 * @throws RangeError when they are no header of this version, or do not fit the size of the file
 */
export function readHeader(start: Uint8Array, fileBytes: number): BloomFilterHeader {
  const header = Buffer.from(start.buffer, start.byteOffset, start.byteLength)
  if (header.length < headerBytes || !header.subarray(0, magic.length).equals(magic)) {
    throw new RangeError('it is no filter of passwords')
  }
  const positions = header.readUInt32BE(8)
  const bits = Number(header.readBigUInt64BE(16))
  if (positions < 1 || positions > 64 || bits < 1 || bits > maxBits) throw new RangeError('its header is damaged')
  if (fileBytes !== headerBytes + Math.ceil(bits / 8)) throw new RangeError('it is not whole')
  return { positions, bits, entries: Number(header.readBigUInt64BE(24)) }
}
