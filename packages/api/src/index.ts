export { type AppRouter, appRouter } from './app-router.ts'
export type { AuthorizationCookie, Context, SessionCookie } from './context.ts'
export { isFault, publicError } from './error-format.ts'
export { createCallerFactory } from './procedures.ts'
