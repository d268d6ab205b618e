import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { BloomFilter, bloomFilterHeaderBytes, type BloomFilterHeader, readHeader } from './bloom-filter.ts'

/**
 * Returns what a file of a filter says of itself; reads its first bytes alone.
 *
 * @throws RangeError when it holds no whole filter; the system's error when it can't be read
 */
export function inspectPasswordFilter(file: string): BloomFilterHeader {
  const descriptor = openSync(file, 'r')
  try {
    const start = Buffer.alloc(bloomFilterHeaderBytes)
    const read = readSync(descriptor, start, 0, bloomFilterHeaderBytes, 0)
    return readHeader(start.subarray(0, read), fstatSync(descriptor).size)
  } finally {
    closeSync(descriptor)
  }
}

/** Reads a filter into memory. */
export async function loadPasswordFilter(file: string): Promise<BloomFilter> {
  return BloomFilter.fromBytes(await readFile(file))
}
