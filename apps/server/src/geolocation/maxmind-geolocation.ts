import { readFileSync } from 'node:fs'
import type { Geolocation } from '@latchkey/auth'
import ipaddr from 'ipaddr.js'
import { Reader, type Response } from 'mmdb-lib'
import { z } from 'zod'
import { ConfigError } from '../config/config-error.ts'

/** What people read: a field that holds anything else counts as absent. */
const named = z
  .object({ names: z.object({ en: z.string().regex(/^[^\p{C}\u2028\u2029]{1,100}$/u) }) })
  .transform(({ names }) => names.en)
  .nullable()
  .catch(null)
const placeRecord = z.object({ city: named, country: named })

/** Addresses that are the same in every house: a database that names a place for one is wrong. */
const placeless: ReadonlySet<string> = new Set([
  'carrierGradeNat',
  'linkLocal',
  'loopback',
  'private',
  'uniqueLocal',
  'unspecified',
])

/**
 * Geolocation from a file in MaxMind's format, with the fields of GeoLite2 City or Country. The file is read once, as a
 * whole: a newer one is for the next start.
 *
 * @see [MaxMind DB File Format 2.0](https://maxmind.github.io/MaxMind-DB/)
 * @throws ConfigError when the file can't be read or is something else
 */
export function openMaxmindGeolocation(file: string): Geolocation {
  const reader = openReader(file, readBytes(file))

  return {
    placeOf(ip) {
      if (ip === null || !ipaddr.isValid(ip)) return null
      const address = ipaddr.process(ip)
      if (placeless.has(address.range())) return null
      // The reader would follow an IPv6 address down a tree of IPv4 networks, to some place.
      if (address.kind() === 'ipv6' && reader.metadata.ipVersion === 4) return null
      return nameOf(read(reader, address.toString()))
    },
  }
}

/** Nothing about a list may fail because of a record that is broken. */
function read(reader: Reader<Response>, address: string): unknown {
  try {
    return reader.get(address)
  } catch {
    return null
  }
}

function nameOf(record: unknown): string | null {
  const { data } = placeRecord.safeParse(record)
  if (data === undefined) return null
  const { city, country } = data
  if (city === null || country === null || city === country) return city ?? country
  return `${city}, ${country}`
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    const words = `PLACE_DATABASE: ${file} can’t be read: set it to an .mmdb file, or leave it out.`
    throw new ConfigError(words, { cause })
  }
}

function openReader(file: string, bytes: Buffer): Reader<Response> {
  try {
    const start = metadataStart(bytes)
    const reader = new Reader(bytes)
    if (!fits(reader.metadata, start)) throw new Error('not the whole of a database')
    return reader
  } catch (cause) {
    const words = `PLACE_DATABASE: ${file} is no MaxMind database: set it to an unpacked .mmdb file, or leave it out.`
    throw new ConfigError(words, { cause })
  }
}

const metadataMarker = Buffer.from('\u{AB}\u{CD}\u{EF}MaxMind.com', 'latin1')
const maxMetadataSize = 128 * 1024

/** Where the metadata begins: near the end, so a file that was cut has none. */
function metadataStart(bytes: Buffer): number {
  const start = bytes.lastIndexOf(metadataMarker)
  // The reader would take whatever it finds for metadata.
  if (start < Math.max(0, bytes.length - maxMetadataSize)) throw new Error('no metadata')
  return start
}

/** The reader believes what the metadata says of the tree; that its end is missing would show address by address. */
function fits(metadata: Reader<Response>['metadata'], start: number): boolean {
  const { binaryFormatMajorVersion, ipVersion, nodeCount, searchTreeSize } = metadata
  if (binaryFormatMajorVersion !== 2 || (ipVersion !== 4 && ipVersion !== 6)) return false
  return Number.isInteger(nodeCount) && nodeCount > 0 && searchTreeSize < start
}
