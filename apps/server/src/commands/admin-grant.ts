import { changeUser } from './change-user.ts'
import { runWithConfig } from './run-with-config.ts'

// Gives a user the admin role.
await runWithConfig((config) =>
  changeUser(config, {
    usage: 'Usage: pnpm admin:grant <email> [--yes <user id>]',
    question: (email) => `Grant admin to ${email}?`,
    unknown: (email) => `No user has the address ${email}. They sign up first, then you grant.`,
    async change(auth, user) {
      const { user: changed, endedSessions } = await auth.sessions.changeRole(user, 'admin')
      return `${changed.email} is an admin. Sessions ended: ${endedSessions}; they sign in again.`
    },
  }),
)
