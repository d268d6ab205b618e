import express, { type RequestHandler } from 'express'
import { sendRefusal } from './send-refusal.ts'

export const maxBodyBytes = 64 * 1024

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads the whole body before the request is authenticated: a request whose body is slow must not act as a session that
 * ended meanwhile. Compressed bodies are refused, and so is malformed UTF-8: two different malformed passwords would be
 * decoded to the same one. An empty body is an empty input.
 */
export function readBody(): readonly RequestHandler[] {
  const readBytes = express.raw({ type: () => true, limit: maxBodyBytes, inflate: false })
  return [refuseTooLong, readBytes, decode]
}

/** Refuses what is announced as too long at once; Express would refuse it after its last byte. */
const refuseTooLong: RequestHandler = (req, res, next) => {
  if (Number(req.headers['content-length'] ?? 0) <= maxBodyBytes) return next()
  sendRefusal(res, 'PAYLOAD_TOO_LARGE')
}

const decode: RequestHandler = (req, res, next) => {
  if (req.method !== 'POST') return next()
  const bytes: unknown = req.body
  const text = decodeBody(Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0))
  if (text === null) {
    return sendRefusal(res, 'MALFORMED_REQUEST', 'This request is not valid UTF-8.')
  }
  req.body = text
  next()
}

/** Returns the text of a body, that of an empty one as an empty input; `null` for malformed UTF-8. */
export function decodeBody(bytes: Buffer): string | null {
  try {
    return bytes.length === 0 ? '{}' : utf8.decode(bytes)
  } catch {
    return null
  }
}
