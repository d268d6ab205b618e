import type { IncomingMessage } from 'node:http'

const maxJsonBytes = 4096

/**
 * Reads a JSON object. A form of another site can't send this type without being asked for permission.
 * @returns null when the body is no JSON object, has another type, or is larger than the limit
 */
export async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>> | null> {
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers['content-type'] ?? '')) return null
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > maxJsonBytes) return null
    chunks.push(chunk)
  }
  return parseObject(Buffer.concat(chunks).toString('utf8'))
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}
