/** A server that takes messages, and how to sign in to it. */
export interface SmtpUrl {
  /** `true` for `smtps:`: TLS from the first byte. With `smtp:` a connection becomes TLS by STARTTLS. */
  readonly secure: boolean
  /** A name, or an IP address without brackets. */
  readonly host: string
  readonly port: number
  /** `null` where the server takes messages without signing in. */
  readonly user: string | null
  readonly password: string | null
}

/** @see [RFC 8314 §7.3](https://www.rfc-editor.org/rfc/rfc8314.html#section-7.3) */
const defaultPorts: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 }

const hostName = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i
const ipv6Host = /^\[([0-9a-f:.]+)\]$/i

/**
 * Reads the address of a server, written as `smtps://user:password@smtp.example.com:465`; `null` when it is none, or says
 * more than a server: a path, a query or a fragment. Special characters of the user and the password are percent-encoded.
 */
export function parseSmtpUrl(text: string): SmtpUrl | null {
  const url = URL.parse(text)
  const defaultPort = url === null ? undefined : defaultPorts[url.protocol]
  if (url === null || defaultPort === undefined || !/^\/?$/.test(url.pathname + url.search + url.hash)) return null
  const host = hostName.test(url.hostname) ? url.hostname : (ipv6Host.exec(url.hostname)?.[1] ?? null)
  const port = url.port === '' ? defaultPort : Number(url.port)
  const user = decoded(url.username)
  const password = decoded(url.password)
  if (host === null || port === 0 || user === null || password === null) return null
  if ((user === '') !== (password === '')) return null
  return {
    secure: url.protocol === 'smtps:',
    host: host.toLowerCase(),
    port,
    user: user === '' ? null : user,
    password: password === '' ? null : password,
  }
}

/** Returns `null` for what is not percent-encoded well, or has characters that can't be in a user or a password. */
function decoded(part: string): string | null {
  try {
    const text = decodeURIComponent(part)
    return /\p{Cc}/u.test(text) ? null : text
  } catch {
    return null
  }
}
