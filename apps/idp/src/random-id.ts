import { randomBytes } from 'node:crypto'

const idBytes = 24

export function randomId(): string {
  return randomBytes(idBytes).toString('base64url')
}
