import type { Readable } from 'node:stream'

/**
 * Reads a message to its end. What is above the limit is read too, and dropped.
 * @returns null for a message above the limit, and where the connection ended within it
 */
export async function readSource(stream: Readable, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream) {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
    }
  } catch {
    return null
  }
  return size > maxBytes ? null : Buffer.concat(chunks)
}
