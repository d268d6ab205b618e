/** A source of cryptographically secure bytes. */
export type RandomBytes = (size: number) => Uint8Array

const idBytes = 16

/** Returns a public id of 128 random bits, base64url: 22 characters. It is unique, not secret. */
export function newId(random: RandomBytes): string {
  return Buffer.from(random(idBytes)).toString('base64url')
}
