import type { IncomingMessage } from 'node:http'
import type { ClientHints } from '@latchkey/auth'
import { parseItem, parseList } from 'structured-headers'

/** Longer than any real one. */
const maxHintLength = 512

/**
 * The hints that a browser sends without being asked. One that can't be read counts as not sent.
 *
 * @see [User-Agent Client Hints §3](https://wicg.github.io/ua-client-hints/#http-ua-hints)
 */
export function readClientHints(req: IncomingMessage): ClientHints | null {
  const brands = readHint(req, 'sec-ch-ua', parseBrands) ?? []
  const platform = readHint(req, 'sec-ch-ua-platform', (value) => stringOf(parseItem(value)[0]))
  const mobile = readHint(req, 'sec-ch-ua-mobile', (value) => booleanOf(parseItem(value)[0]))
  return brands.length === 0 && platform === null && mobile === null ? null : { brands, platform, mobile }
}

function readHint<T>(req: IncomingMessage, name: string, parse: (value: string) => T): T | null {
  const value = req.headers[name]
  if (typeof value !== 'string' || value.length > maxHintLength) return null
  try {
    return parse(value)
  } catch {
    // A field with something wrong in it is ignored as a whole (RFC 9651 §4.2).
    return null
  }
}

function parseBrands(value: string): readonly string[] {
  return parseList(value).map(([brand]) => stringOf(brand))
}

function stringOf(item: unknown): string {
  if (typeof item === 'string') return item
  throw new TypeError('not a string')
}

function booleanOf(item: unknown): boolean {
  if (typeof item === 'boolean') return item
  throw new TypeError('not a boolean')
}
