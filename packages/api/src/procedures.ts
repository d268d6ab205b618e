import { AuthError, type Caller, hasRecentStepUp, type RateLimitName, StoreUnavailableError } from '@latchkey/auth'
import type { Role } from '@latchkey/schema'
import { initTRPC, TRPCError } from '@trpc/server'
import type { Context } from './context.ts'
import { formatError } from './error-format.ts'
import { paceRefusal } from './pace-refusals.ts'
import { refuse } from './refusal.ts'

/** Which callers a procedure accepts. Every procedure has one, because the bases below are the only ones. */
export type Access = 'public' | 'signedIn' | 'stepUp' | Role

export interface ProcedureMeta {
  /** Set by the base procedure, never by hand. */
  readonly access?: Access
  /**
   * Refuses an access token: it sets or clears a cookie, gives tokens or a grant to a client, or is more than users allow
   * an OAuth client.
   */
  readonly cookieOnly?: true
  /** Answers users whose address is not proven, also where the server demands that first: what leads to the proof. */
  readonly beforeProof?: true
  /** Answers users who have not shown the second factor that the server demands of them: what leads to it. */
  readonly beforeSecondFactor?: true
  /** Of a mutation: the rate limits that it consumes, or why it needs none. A test names a mutation without either. */
  readonly limit?: RateLimitName | readonly RateLimitName[] | { readonly none: string }
}

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    isServer: true,
    isDev: false,
    // Proxies cut a stream that is silent for a while, and a client connects again when it receives nothing.
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
    errorFormatter: ({ error, shape, ctx }) => formatError(error, shape, ctx),
  })

export const { router, createCallerFactory } = t

/** Turns refusals of the domain and unavailable stores into tRPC errors, in this one place. */
const translateErrors = t.middleware(async ({ next }) => {
  // A middleware's `next` never rejects: what the procedure threw is in the result.
  const result = await next()
  if (result.ok) return result
  const { cause } = result.error
  if (cause instanceof AuthError && cause.code === 'RATE_LIMITED') await paceRefusal()
  if (cause instanceof AuthError) throw refuse(cause.code, cause.retryAfter)
  if (cause instanceof StoreUnavailableError) throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', cause })
  return result
})

/**
 * A bearer caller can't receive a cookie or a token. The server refuses batched mutations: a session that one call of a
 * batch ends must not act in the next, and a cookie can't be set once an answer has begun.
 */
const requireSuitable = t.middleware(({ ctx, type, meta, next }) => {
  if (meta?.cookieOnly === true && ctx.viaToken) throw refuse('COOKIE_REQUIRED')
  if (type === 'mutation' && !ctx.isSingleCall) throw refuse('NOT_BATCHABLE')
  return next()
})

const requireCaller = t.middleware(({ ctx, meta, next }) => next({ ctx: { caller: requireSignedIn(ctx, meta) } }))

const requireStepUp = t.middleware(({ ctx, meta, next }) => {
  const caller = requireSignedIn(ctx, meta)
  if (!hasRecentStepUp(caller.session, ctx.auth.now())) throw refuse('SUDO_REQUIRED')
  return next({ ctx: { caller } })
})

/** A cookie that does not authenticate was handed out once, or never: its holder signs in again in both cases. */
function requireSignedIn({ auth, caller, hadSessionCookie }: Context, meta: ProcedureMeta | undefined): Caller {
  if (caller === null) throw refuse(hadSessionCookie ? 'SESSION_ENDED' : 'NOT_SIGNED_IN')
  const isProofDue = caller.user.emailProvenAt === null && auth.challenges.policy?.proof === 'required'
  if (isProofDue && meta?.beforeProof !== true) throw refuse('EMAIL_PROOF_REQUIRED')
  // The proof comes first: what leads to it is answered where a second factor is missing too.
  const isFactorDue = !isProofDue && auth.secondFactors.isDue(caller)
  if (isFactorDue && meta?.beforeSecondFactor !== true) throw refuse('SECOND_FACTOR_REQUIRED')
  return caller
}

const procedure = t.procedure.use(translateErrors).use(requireSuitable)

/** Accepts every caller, signed in or not. */
export const publicProcedure = procedure.meta({ access: 'public' })

/** Accepts a signed-in caller, as `ctx.caller`. Refuses with `NOT_SIGNED_IN` or `SESSION_ENDED`. */
export const signedInProcedure = procedure.meta({ access: 'signedIn' }).use(requireCaller)

/** Accepts a signed-in caller with a recent step-up on this session. Refuses with `SUDO_REQUIRED`. */
export const stepUpProcedure = procedure.meta({ access: 'stepUp' }).use(requireStepUp)

/** A role may do what the roles below it may. */
const ranks = { user: 0, admin: 1 } as const satisfies Record<Role, number>

/** Accepts a signed-in caller with a role. Refuses with `FORBIDDEN`. */
export function roleProcedure(role: Role) {
  return procedure.meta({ access: role }).use(({ ctx, meta, next }) => {
    const caller = requireSignedIn(ctx, meta)
    if (ranks[caller.user.role] < ranks[role]) throw refuse('FORBIDDEN')
    return next({ ctx: { caller } })
  })
}
