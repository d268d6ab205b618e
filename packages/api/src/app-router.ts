import { router } from './procedures.ts'
import { authRouter } from './routers/auth.ts'
import { eventsRouter } from './routers/events.ts'
import { grantsRouter } from './routers/grants.ts'
import { identitiesRouter } from './routers/identities.ts'
import { oauthRouter } from './routers/oauth.ts'
import { passkeysRouter } from './routers/passkeys.ts'
import { passwordsRouter } from './routers/passwords.ts'
import { secondFactorsRouter } from './routers/second-factors.ts'
import { sessionsRouter } from './routers/sessions.ts'
import { tokensRouter } from './routers/tokens.ts'
import { usersRouter } from './routers/users.ts'

export const appRouter = router({
  auth: authRouter,
  events: eventsRouter,
  grants: grantsRouter,
  identities: identitiesRouter,
  oauth: oauthRouter,
  passkeys: passkeysRouter,
  passwords: passwordsRouter,
  secondFactors: secondFactorsRouter,
  sessions: sessionsRouter,
  tokens: tokensRouter,
  users: usersRouter,
})

export type AppRouter = typeof appRouter
