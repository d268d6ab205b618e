import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { type PasswordFilterHeader, passwordFilterHeaderBytes, readPasswordFilterHeader } from '@latchkey/schema'
import { BloomFilter } from './bloom-filter.ts'

/**
 * Returns what a file of a filter says of itself; reads its first bytes alone.
 *
 * @throws RangeError when it holds no whole filter; the system's error when it can't be read
 */
export function inspectPasswordFilter(file: string): PasswordFilterHeader {
  const descriptor = openSync(file, 'r')
  try {
    const start = Buffer.alloc(passwordFilterHeaderBytes)
    const read = readSync(descriptor, start, 0, passwordFilterHeaderBytes, 0)
    return readPasswordFilterHeader(start.subarray(0, read), fstatSync(descriptor).size)
  } finally {
    closeSync(descriptor)
  }
}

/** Reads a filter into memory. */
export async function loadPasswordFilter(file: string): Promise<BloomFilter> {
  return BloomFilter.fromBytes(await readFile(file))
}
