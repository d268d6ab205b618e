import type { Auth, Caller } from '@latchkey/auth'
import { AuthError } from '@latchkey/auth'
import type { TRPCError } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import type { Context } from './context.ts'
import { publicError } from './error-format.ts'
import {
  createCallerFactory,
  publicProcedure,
  recentProofProcedure,
  roleProcedure,
  router,
  signedInProcedure,
} from './procedures.ts'

const now = new Date('2100-01-01T00:00:00Z')

const probe = router({
  public: publicProcedure.query(() => 'done'),
  signedIn: signedInProcedure.query(({ ctx }) => ctx.caller.user.name),
  recentProof: recentProofProcedure.query(() => 'done'),
  admin: roleProcedure('admin').query(() => 'done'),
  writer: publicProcedure.meta({ cookieOnly: true }).mutation(() => 'done'),
  refuses: publicProcedure.query(() => {
    throw new AuthError('RATE_LIMITED', 7)
  }),
  breaks: publicProcedure.query(() => {
    throw new Error('SELECT * FROM secrets failed at /srv/app')
  }),
  full: publicProcedure.query(() => {
    throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
  }),
})

function callerOf(changes: { role?: 'user' | 'admin'; sudoUntil?: Date | null }): Caller {
  const { role = 'user', sudoUntil = null } = changes
  return { user: { name: 'Ada', role }, session: { sudoUntil } } as Caller
}

function call(context: Partial<Context>) {
  const unused = (): never => {
    throw new Error('no procedure of the probe writes')
  }
  return createCallerFactory(probe)({
    auth: { now: () => now } as Auth,
    client: { ip: null, userAgent: null, hints: null, requestId: 'request-1' },
    caller: null,
    hadSessionCookie: false,
    viaToken: false,
    findEnded: async () => null,
    sessionCookie: { write: unused, clear: unused },
    tripCookie: { secret: null, write: unused },
    hangUpSoon: unused,
    alone: true,
    ...context,
  })
}

async function refusal(attempt: Promise<unknown>): Promise<{ reason: string; code: string; message: string }> {
  const error: TRPCError = await attempt.then(
    () => expect.unreachable('it was not refused'),
    (thrown: TRPCError) => thrown,
  )
  return { reason: publicError(error).reason, code: error.code, message: publicError(error).message }
}

const fresh = { sudoUntil: new Date(now.getTime() + 1) }
const stale = { sudoUntil: now }

describe('access levels', () => {
  it('let anyone call what is public', async () => {
    expect(await call({}).public()).toBe('done')
  })

  it('tell someone without a cookie to sign in, and someone with a dead one that it ended', async () => {
    expect(await refusal(call({}).signedIn())).toMatchObject({ reason: 'NOT_SIGNED_IN', code: 'UNAUTHORIZED' })
    expect(await refusal(call({ hadSessionCookie: true }).signedIn())).toMatchObject({ reason: 'SESSION_ENDED' })
    expect(await call({ caller: callerOf({}) }).signedIn()).toBe('Ada')
  })

  it('ask for a proof that is recent', async () => {
    expect(await refusal(call({}).recentProof())).toMatchObject({ reason: 'NOT_SIGNED_IN' })
    for (const caller of [callerOf({}), callerOf(stale)]) {
      expect(await refusal(call({ caller }).recentProof())).toMatchObject({
        reason: 'SUDO_REQUIRED',
        code: 'FORBIDDEN',
      })
    }
    expect(await call({ caller: callerOf(fresh) }).recentProof()).toBe('done')
  })

  it('ask for a role', async () => {
    expect(await refusal(call({}).admin())).toMatchObject({ reason: 'NOT_SIGNED_IN' })
    expect(await refusal(call({ caller: callerOf(fresh) }).admin())).toMatchObject({ reason: 'FORBIDDEN' })
    expect(await call({ caller: callerOf({ role: 'admin' }) }).admin()).toBe('done')
  })

  it('keep what writes a cookie out of batches and streams', async () => {
    expect(await refusal(call({ alone: false }).writer())).toMatchObject({
      reason: 'NOT_BATCHABLE',
      code: 'BAD_REQUEST',
    })
    expect(await call({}).writer()).toBe('done')
  })

  it('keep what writes a cookie from whoever came with a token', async () => {
    expect(await refusal(call({ viaToken: true }).writer())).toMatchObject({ reason: 'COOKIE_REQUIRED' })
    expect(await call({ viaToken: true }).public()).toBe('done')
  })
})

describe('errors', () => {
  it('of the domain keep their reason', async () => {
    expect(await refusal(call({}).refuses())).toMatchObject({ reason: 'RATE_LIMITED', code: 'TOO_MANY_REQUESTS' })
  })

  it('that nobody foresaw say nothing', async () => {
    const { reason, message } = await refusal(call({}).breaks())
    expect(reason).toBe('INTERNAL')
    expect(message).not.toMatch(/SELECT|srv|secrets/)
  })

  it('of a store that can’t be written ask to try again', async () => {
    expect(await refusal(call({}).full())).toMatchObject({ reason: 'UNAVAILABLE', code: 'SERVICE_UNAVAILABLE' })
  })
})
