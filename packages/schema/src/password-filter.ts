/** `LKPWF`, and the version of the format. */
export const passwordFilterMagic = 'LKPWF01\n'
export const passwordFilterHeaderBytes = 32
const maxBits = 2 ** 43

/** How many bytes of a digest decide its positions. */
const halfDigest = 6

/** What the first bytes of a filter say of it. */
export interface PasswordFilterHeader {
  /** How many bits an entry sets. */
  readonly positions: number
  readonly bits: number
  readonly entries: number
}

/**
 * Returns what the first bytes of a file say of the filter of passwords in it.
 *
 * @throws RangeError when they are no header of this version, or do not fit the size of the file
 */
export function readPasswordFilterHeader(start: Uint8Array, fileBytes: number): PasswordFilterHeader {
  if (start.length < passwordFilterHeaderBytes || !startsWithMagic(start)) {
    throw new RangeError('it is no filter of passwords')
  }
  const header = new DataView(start.buffer, start.byteOffset, start.byteLength)
  const positions = header.getUint32(8)
  const bits = Number(header.getBigUint64(16))
  if (positions < 1 || positions > 64 || bits < 1 || bits > maxBits) throw new RangeError('its header is damaged')
  if (fileBytes !== passwordFilterHeaderBytes + Math.ceil(bits / 8)) throw new RangeError('it is not whole')
  return { positions, bits, entries: Number(header.getBigUint64(24)) }
}

function startsWithMagic(start: Uint8Array): boolean {
  return Array.from(passwordFilterMagic).every((character, index) => start[index] === character.charCodeAt(0))
}

/**
 * Visits the positions of a digest in a filter while `visit` returns true; returns whether it did for all of them. They are
 * those of enhanced double hashing: two numbers out of the digest, the second of which grows as it is added to the first.
 *
 * @param digest at least 12 bytes
 * @see [Kirsch and Mitzenmacher, Less hashing, same performance](https://www.eecs.harvard.edu/~michaelm/postscripts/rsa2008.pdf)
 */
export function visitFilterPositions(
  digest: Uint8Array,
  { positions, bits }: Pick<PasswordFilterHeader, 'positions' | 'bits'>,
  visit: (byte: number, mask: number) => boolean,
): boolean {
  let position = readNumber(digest, 0) % bits
  let step = readNumber(digest, halfDigest) % bits
  for (let index = 0; index < positions; index += 1) {
    if (!visit(Math.floor(position / 8), 1 << (position % 8))) return false
    position = (position + step) % bits
    step = (step + index + 1) % bits
  }
  return true
}

function readNumber(digest: Uint8Array, offset: number): number {
  let number = 0
  for (let index = offset; index < offset + halfDigest; index += 1) number = number * 256 + (digest[index] ?? 0)
  return number
}
