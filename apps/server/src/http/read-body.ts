import express, { type RequestHandler } from 'express'
import { sendRefusal } from './refusal-response.ts'

const maxBodyBytes = 64 * 1024

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads the whole body before anyone asks who is calling: a request whose body dawdles must not act as a session that
 * ended while it did. Compressed bodies are refused, and so are bytes that are no text: two of those would be replaced
 * by the same character, and two passwords become one. An empty body is an empty input.
 */
export function readBody(): readonly RequestHandler[] {
  const readBytes = express.raw({ type: () => true, limit: maxBodyBytes, inflate: false })
  return [readBytes, decode]
}

const decode: RequestHandler = (req, res, next) => {
  if (req.method !== 'POST') return next()
  const bytes: unknown = req.body
  const text = Buffer.isBuffer(bytes) ? decoded(bytes) : ''
  if (text === null) {
    return sendRefusal(res, {
      status: 400,
      code: 'BAD_REQUEST',
      reason: 'MALFORMED_REQUEST',
      message: 'This request is not valid UTF-8.',
    })
  }
  req.body = text === '' ? '{}' : text
  next()
}

function decoded(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}
