import { type Caller, AuthError, hasRecentProof } from '@latchkey/auth'
import type { Role } from '@latchkey/schema'
import { initTRPC, TRPCError } from '@trpc/server'
import type { Context } from './context.ts'
import { formatError } from './error-format.ts'
import { refuse } from './refusal.ts'
import { isStoreUnavailable } from './store-unavailable.ts'

/** Who may call a procedure. Every procedure has one: the bases below are the only ones there are. */
export type Access = 'public' | 'signedIn' | 'recentProof' | Role

export interface ProcedureMeta {
  /** Set by the base procedure, never by hand. */
  readonly access?: Access
  /** Sets or clears a cookie, or gives a client what it acts with: an access token is refused. */
  readonly cookieOnly?: true
}

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    isServer: true,
    isDev: false,
    // A stream that says nothing for a while is cut by what stands in between; one that the client hears nothing from
    // is dead.
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
    errorFormatter: ({ error, shape, ctx }) => formatError(error, shape, ctx),
  })

export const { router, createCallerFactory } = t

/** The one place where refusals of the domain become tRPC errors. */
const translateErrors = t.middleware(async ({ next }) => {
  // A middleware's `next` never rejects: what the procedure threw is in the result.
  const result = await next()
  if (result.ok) return result
  const { cause } = result.error
  if (cause instanceof AuthError) throw refuse(cause.code, cause.retryAfter)
  if (isStoreUnavailable(cause)) throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', cause })
  return result
})

/**
 * Tokens beget no cookies and no tokens. A session that one call of a batch ends must not go on acting in the next, and
 * a cookie can't be set once an answer has begun.
 */
const requireFitting = t.middleware(({ ctx, type, meta, next }) => {
  if (meta?.cookieOnly === true && ctx.viaToken) throw refuse('COOKIE_REQUIRED')
  if (type === 'mutation' && !ctx.alone) throw refuse('NOT_BATCHABLE')
  return next()
})

const requireCaller = t.middleware(({ ctx, next }) => next({ ctx: { caller: requireSignedIn(ctx) } }))

const requireRecentProof = t.middleware(({ ctx, next }) => {
  const caller = requireSignedIn(ctx)
  if (!hasRecentProof(caller.session, ctx.auth.now())) throw refuse('SUDO_REQUIRED')
  return next({ ctx: { caller } })
})

/** A cookie that stands for nobody was once handed out, or never: for its bearer both mean signing in again. */
function requireSignedIn(ctx: Context): Caller {
  if (ctx.caller === null) throw refuse(ctx.hadSessionCookie ? 'SESSION_ENDED' : 'NOT_SIGNED_IN')
  return ctx.caller
}

const procedure = t.procedure.use(translateErrors).use(requireFitting)

/** Anyone may call it. */
export const publicProcedure = procedure.meta({ access: 'public' })

/** `ctx.caller` is who is signed in. Refuses with `NOT_SIGNED_IN` or `SESSION_ENDED`. */
export const signedInProcedure = procedure.meta({ access: 'signedIn' }).use(requireCaller)

/** Signed in, and proved it lately on this session. Refuses with `SUDO_REQUIRED`. */
export const recentProofProcedure = procedure.meta({ access: 'recentProof' }).use(requireRecentProof)

/** Whoever has a role may do what the ones below it may. */
const ranks = { user: 0, admin: 1 } as const satisfies Record<Role, number>

/** Signed in with a role. Refuses with `FORBIDDEN`. */
export function roleProcedure(role: Role) {
  return procedure.meta({ access: role }).use(({ ctx, next }) => {
    const caller = requireSignedIn(ctx)
    if (ranks[caller.user.role] < ranks[role]) throw refuse('FORBIDDEN')
    return next({ ctx: { caller } })
  })
}
