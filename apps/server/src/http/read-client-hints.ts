import type { ClientHints } from '@latchkey/auth'
import type { Request } from 'express'
import { parseItem, parseList } from 'structured-headers'

/** Longer than any real one. */
const maxHintLength = 512

/**
 * The hints that a browser sends without being asked. One that can't be read counts as not sent.
 *
 * @see [User-Agent Client Hints §3](https://wicg.github.io/ua-client-hints/#http-ua-hints)
 */
export function readClientHints(req: Request): ClientHints | null {
  const brands = readHint(req, 'Sec-CH-UA', parseBrands) ?? []
  const platform = readHint(req, 'Sec-CH-UA-Platform', (value) => stringOf(parseItem(value)[0]))
  const mobile = readHint(req, 'Sec-CH-UA-Mobile', (value) => booleanOf(parseItem(value)[0]))
  return brands.length === 0 && platform === null && mobile === null ? null : { brands, platform, mobile }
}

function readHint<T>(req: Request, name: string, parse: (value: string) => T): T | null {
  const value = req.get(name)
  if (value === undefined || value.length > maxHintLength) return null
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
