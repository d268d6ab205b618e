import { changeUser } from './change-user.ts'
import { runWithConfig } from './run-with-config.ts'

// Turns two-step verification off for a user who has lost their app and their recovery codes. The user is told by mail.
await runWithConfig((config) =>
  changeUser(config, {
    usage: 'Usage: pnpm second-factor:reset <email> [--yes <user id>]',
    question: (email) => `Turn two-step verification off for ${email}? Make sure who asks for it.`,
    unknown: (email) => `No user has the address ${email}.`,
    async change(auth, user) {
      const isReset = await auth.secondFactors.reset(user.id)
      return isReset
        ? `Two-step verification is off for ${user.email}. They sign in with one step, and set it up again.`
        : `${user.email} has no two-step verification.`
    },
  }),
)
