import { failureCode } from '../core/failure-code.ts'
import { second } from '../core/duration.ts'
import { passwordDigest } from './password-digest.ts'

const defaultTimeout = second
/** A range has some 2,000 lines of 40 bytes at most. */
const maxBytes = 1024 * 1024
const prefixLength = 5

export interface PasswordRangeDependencies {
  /** Where ranges are read: an address to which `/` and five hexadecimal digits are added. */
  readonly url: string
  /** Told the code of the failure when the address gave no usable answer. */
  readonly onUnavailable: (failure: string) => void
  /** Milliseconds for the whole answer. */
  readonly timeout?: number
}

/**
 * Asks a service for the breached passwords whose SHA-1 begins as that of a password, and looks for it among them. Five of
 * the forty digits leave this server, and the answer is padded, so that its length says nothing.
 *
 * @see [Have I Been Pwned, searching by range](https://haveibeenpwned.com/API/v3#SearchingPwnedPasswordsByRange)
 */
export class PasswordRange {
  readonly #deps: PasswordRangeDependencies

  constructor(deps: PasswordRangeDependencies) {
    this.#deps = deps
  }

  /** Returns whether a password is among them. Without an answer it is not: a user can't be made to wait for a third party. */
  async includes(password: string): Promise<boolean> {
    const digest = passwordDigest(password).toString('hex').toUpperCase()
    try {
      const range = await this.#read(digest.slice(0, prefixLength))
      return hasSuffix(range, digest.slice(prefixLength))
    } catch (error) {
      this.#deps.onUnavailable(failureCode(error) ?? 'Error')
      return false
    }
  }

  async #read(prefix: string): Promise<string> {
    const { url, timeout = defaultTimeout } = this.#deps
    const response = await fetch(`${url.replace(/\/$/, '')}/${prefix}`, {
      headers: { Accept: 'text/plain', 'Add-Padding': 'true', 'User-Agent': 'Latchkey' },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    })
    if (response.status !== 200) {
      await response.body?.cancel()
      throw Object.assign(new Error('no range'), { code: `HTTP_${response.status}` })
    }
    return readBounded(response)
  }
}

async function readBounded({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > maxBytes) throw Object.assign(new Error('too much'), { code: 'ANSWER_TOO_LARGE' })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('latin1')
}

/** A line is a suffix and how often it was seen; padding was never seen. */
function hasSuffix(range: string, suffix: string): boolean {
  return range.split('\n').some((line) => {
    const [found, count] = line.trim().split(':', 2)
    return found?.toUpperCase() === suffix && count !== '0'
  })
}
