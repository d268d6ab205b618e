export { type AppRouter, appRouter } from './app-router.ts'
export type {
  AttemptCookie,
  AuthorizationCookie,
  BrowserMarksCookie,
  ChallengeCookie,
  Context,
  PasskeyCookie,
  SessionCookie,
  TrustedDeviceCookie,
} from './context.ts'
export { isFault, publicError } from './error-format.ts'
export { type CallOutcome, findProcedure, type FoundProcedure, isSubscription } from './find-procedure.ts'
export { createCallerFactory } from './procedures.ts'
