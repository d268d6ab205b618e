import type { ChallengePurpose } from '@latchkey/schema'

/** The heading of what a link is for. */
export const linkTitles = {
  sign_up: 'confirm',
  sign_in: 'signIn',
  reset_password: 'reset',
  prove_email: 'confirm',
  change_email: 'change',
} as const satisfies Record<ChallengePurpose, string>
