import { Secret, TOTP } from 'otpauth'

/** Returns what an authenticator app shows, by its own implementation of RFC 6238; `steps` later or earlier. */
export function totpCode(secret: string, now: Date, steps = 0): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: now.getTime() + steps * 30_000 })
}
