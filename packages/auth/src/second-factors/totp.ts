import { HOTP, Secret, TOTP } from 'otpauth'
import { second } from '../core/duration.ts'
import type { RandomBytes } from '../core/random.ts'

/** What every authenticator app supports. */
const settings = { algorithm: 'SHA1', digits: 6 } as const
const period = 30
/** 160 bits, as long as the output of the hash (RFC 4226 §4). */
const secretBytes = 20
/** How many steps a clock may be behind or ahead (RFC 6238 §5.2). */
const drift = 1

/** Returns a new secret for an authenticator app, base32. */
export function newTotpSecret(random: RandomBytes): string {
  return new Secret({ buffer: Uint8Array.from(random(secretBytes)).buffer }).base32
}

/**
 * Returns the address that authenticator apps read, from a QR code or a link.
 *
 * @see [Key URI format](https://github.com/google/google-authenticator/wiki/Key-Uri-Format)
 */
export function totpUri({
  issuer,
  account,
  secret,
}: {
  readonly issuer: string
  readonly account: string
  readonly secret: string
}): string {
  return new TOTP({ ...settings, period, issuer, label: account, secret: Secret.fromBase32(secret) }).toString()
}

/**
 * Returns the step that a code is of: the current one or one of its neighbours, and later than `lastStep`. `null` for a code of
 * no such step. A step that was used is not accepted again, also after the clock was set back.
 *
 * @see [RFC 6238 §5.2](https://www.rfc-editor.org/rfc/rfc6238.html#section-5.2), OWASP ASVS 5.0, 6.5.1 and 6.5.5
 */
export function matchingStep(
  secret: string,
  code: string,
  { lastStep, now }: { lastStep: number; now: Date },
): number | null {
  const key = Secret.fromBase32(secret)
  const current = Math.floor(now.getTime() / second / period)
  const steps = [current - drift, current, current + drift].filter((step) => step > lastStep)
  // Each is compared, so that the time does not tell which one it is.
  const matching = steps.filter(
    (counter) => HOTP.validate({ ...settings, token: code, secret: key, counter, window: 0 }) === 0,
  )
  return matching.at(-1) ?? null
}
