import { router } from './procedures.ts'
import { authRouter } from './routers/auth.ts'
import { passwordsRouter } from './routers/passwords.ts'
import { sessionsRouter } from './routers/sessions.ts'

export const appRouter = router({
  auth: authRouter,
  passwords: passwordsRouter,
  sessions: sessionsRouter,
})

export type AppRouter = typeof appRouter
