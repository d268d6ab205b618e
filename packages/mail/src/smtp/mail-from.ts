import { canonicalEmail } from '@latchkey/schema'

/** The sender of every message. */
export interface MailFrom {
  /** What mail programs show instead of the address; `null` for the address alone. */
  readonly name: string | null
  readonly address: string
}

const maxNameLength = 100

/** A name that may be quoted, and an address in angle brackets. */
const named = /^(?:"([^"\\]*)"|([^"\\<>]*?))\s*<([^<>]*)>$/

/** Nothing that ends a header, turns the direction of a text or can't be seen. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/** Reads a sender, written as `Latchkey <no-reply@example.com>` or as an address alone; `null` when it is neither. */
export function parseMailFrom(text: string): MailFrom | null {
  const trimmed = text.trim()
  if (unsafe.test(trimmed) || !trimmed.isWellFormed()) return null
  const match = named.exec(trimmed)
  const address = senderAddress(match?.[3] ?? trimmed)
  if (address === null) return null
  const name = (match?.[1] ?? match?.[2] ?? '').trim()
  return name.length > maxNameLength ? null : { name: name === '' ? null : name, address }
}

/** A laptop sends as a user of `localhost`, which the rules for emails of users refuse, because it has no dot. */
function senderAddress(text: string): string | null {
  const local = /^([^@]*)@localhost$/i.exec(text.trim())?.[1]
  if (local === undefined) return canonicalEmail(text)
  const checked = canonicalEmail(`${local}@localhost.example`)
  return checked === null ? null : checked.replace(/\.example$/, '')
}
