import type { Captcha } from '../captcha/captcha.ts'
import type { AppSecrets } from '../core/app-secrets.ts'
import type { Geolocation } from '../core/geolocation.ts'
import type { RandomBytes } from '../core/random.ts'
import type { Events } from '../events/events.ts'
import type { Limits } from '../limits/limits.ts'
import type { PasswordService } from '../passwords/password-service.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { UserStore } from '../users/user-store.ts'
import type { ChallengeStore } from './challenge-store.ts'

/** What users do by mail. */
export interface MailPolicy {
  /** `required`: a new account works once its address is proven. `asked`: it works before. */
  readonly proof: 'asked' | 'required'
  /** Whether a mailed code signs in, and signs up. */
  readonly codes: boolean
  /** Where the mails of a server on a laptop are read; `null` elsewhere. */
  readonly mailbox: string | null
}

/** What the parts of `Challenges` need. */
export interface ChallengeDependencies {
  readonly store: ChallengeStore
  readonly users: UserStore
  readonly passwords: PasswordService
  readonly sessions: Sessions
  readonly captcha: Captcha
  readonly events: Events
  readonly limits: Limits
  readonly secrets: AppSecrets
  readonly geolocation: Geolocation
  /** `null` where the server sends no mail. */
  readonly policy: MailPolicy | null
  readonly now: () => Date
  readonly random: RandomBytes
}
