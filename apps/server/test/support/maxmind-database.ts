import ipaddr from 'ipaddr.js'

interface Layout {
  readonly ipVersion?: 4 | 6
  /** Bits of a record of the search tree: a node has two. */
  readonly recordSize?: 24 | 28 | 32
}

/** One side of a node: another node, data at an offset, or `null`. */
type Branch = { readonly node: number } | { readonly data: number } | null

/**
 * Returns the bytes of a database in MaxMind's format, from networks and their records. A `Buffer` is written as it is, so
 * that a record can be malformed.
 *
 * @see [MaxMind DB File Format 2.0](https://maxmind.github.io/MaxMind-DB/)
 */
export function geolocationDatabase(
  networks: Readonly<Record<string, unknown>>,
  { ipVersion = 6, recordSize = 24 }: Layout = {},
): Buffer {
  const nodes: [Branch, Branch][] = [[null, null]]
  const data: Buffer[] = []
  for (const [network, record] of Object.entries(networks)) {
    const offset = Buffer.concat(data).length
    data.push(encode(record))
    insert(nodes, bitsOf(network, ipVersion), { data: offset })
  }

  const metadata = {
    node_count: unsigned(6, nodes.length),
    record_size: unsigned(5, recordSize),
    ip_version: unsigned(5, ipVersion),
    database_type: 'Latchkey-Test',
    languages: ['en'],
    binary_format_major_version: unsigned(5, 2),
    binary_format_minor_version: unsigned(5, 0),
    build_epoch: unsigned(9, 4_102_444_800),
    description: { en: 'Geolocation for tests' },
  }
  return Buffer.concat([
    ...nodes.map((node) => encodeNode(node, nodes.length, recordSize)),
    Buffer.alloc(dataSeparatorSize),
    ...data,
    Buffer.from('ABCDEF4D61784D696E642E636F6D', 'hex'),
    encode(metadata),
  ])
}

const dataSeparatorSize = 16

/** The path down the tree. In one of IPv6 networks, IPv4 is found under `::/96`. */
function bitsOf(network: string, ipVersion: 4 | 6): readonly (0 | 1)[] {
  const [address, prefix] = ipaddr.parseCIDR(network)
  const padding = ipVersion === 6 && address.kind() === 'ipv4' ? 96 : 0
  const bits = address.toByteArray().flatMap((byte) => byte.toString(2).padStart(8, '0').split(''))
  return [...Array<'0'>(padding).fill('0'), ...bits].slice(0, padding + prefix).map((bit) => (bit === '1' ? 1 : 0))
}

function insert(nodes: [Branch, Branch][], bits: readonly (0 | 1)[], leaf: Branch): void {
  let at = 0
  for (const [depth, bit] of bits.entries()) {
    const node = nodes[at] ?? [null, null]
    if (depth === bits.length - 1) {
      node[bit] = leaf
      return
    }
    const branch = node[bit]
    if (branch !== null && 'data' in branch) throw new Error('a network inside another one')
    at = branch?.node ?? nodes.push([null, null]) - 1
    node[bit] = { node: at }
  }
}

function encodeNode([left, right]: readonly [Branch, Branch], nodeCount: number, recordSize: 24 | 28 | 32): Buffer {
  const valueOf = (branch: Branch): bigint => {
    if (branch === null) return BigInt(nodeCount)
    return BigInt('node' in branch ? branch.node : nodeCount + dataSeparatorSize + branch.data)
  }
  const bytes = Buffer.alloc(recordSize / 4)
  const [first, second] = [valueOf(left), valueOf(right)]
  if (recordSize === 28) {
    // The upper four bits of both share the byte in the middle.
    bytes.writeUIntBE(Number(first & 0xff_ff_ffn), 0, 3)
    bytes.writeUInt8(Number(((first >> 24n) << 4n) | (second >> 24n)), 3)
    bytes.writeUIntBE(Number(second & 0xff_ff_ffn), 4, 3)
    return bytes
  }
  bytes.writeUIntBE(Number(first), 0, recordSize / 8)
  bytes.writeUIntBE(Number(second), recordSize / 8, recordSize / 8)
  return bytes
}

function encode(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value
  if (typeof value === 'string') return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)])
  if (typeof value === 'number') return unsigned(6, value)
  if (typeof value === 'boolean') return control(14, value ? 1 : 0)
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)])
  const entries = Object.entries(value ?? {})
  return Buffer.concat([control(7, entries.length), ...entries.flat().map(encode)])
}

function unsigned(type: 5 | 6 | 9, value: number): Buffer {
  const hex = value === 0 ? '' : value.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([control(type, bytes.length), bytes])
}

/** The type and the size of what follows. A type from 8 on has a byte of its own. */
function control(type: number, size: number): Buffer {
  const [low, more] =
    size < 29 ? [size, []] : size < 285 ? [29, [size - 29]] : [30, [(size - 285) >> 8, (size - 285) & 0xff]]
  return Buffer.from(type < 8 ? [(type << 5) | low, ...more] : [low, type - 7, ...more])
}
