export { type AppRouter, appRouter } from './app-router.ts'
export type { Context, SessionCookie } from './context.ts'
export { publicError } from './error-format.ts'
export { createCallerFactory } from './procedures.ts'
