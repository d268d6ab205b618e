/**
 * The middleware of the app in the order in which a request meets it: its name in the source, and the functions or the
 * first route by which it is recognised in the app's stack. A function without a name stands as `anonymous`.
 */
const middleware = [
  ['resolvePeerAddress', ['anonymous']],
  ['logRequests', ['anonymous']],
  ['securityHeaders', ['makeNonce', 'helmetMiddleware']],
  ['requireValidHead', ['requireValidHead']],
  ['allowMethods', ['allowMethods']],
  ['health', ['/healthz']],
  ['wellKnown', ['/.well-known/jwks.json']],
  ['changePassword', ['/.well-known/change-password']],
  ['postedCallback', ['/oauth/callback/:provider']],
  ['oauthEndpoints', ['/oauth/token']],
  ['refuseCrossSite', ['/trpc anonymous']],
  ['requireJson', ['/trpc requireJson']],
  ['requireReadable', ['/trpc requireReadable']],
  ['readBody', ['/trpc refuseTooLong', '/trpc rawParser', '/trpc decode']],
  ['trpcHandler', ['/trpc cutUnreadStream', '/trpc anonymous', '/trpc anonymous']],
  ['webApp', ['/']],
  ['notFound', ['notFound']],
  ['errorHandler', ['anonymous']],
] as const

/** The names of the middleware in `src/app.ts`, in their order. */
export const middlewareOrder: readonly string[] = middleware.map(([name]) => name)

/** What the stack of the app holds for it. */
export const stackOrder: readonly string[] = middleware.flatMap(([, handlers]) => handlers)
