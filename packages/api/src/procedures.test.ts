import type { Auth, Caller } from '@latchkey/auth'
import { AuthError, StoreUnavailableError } from '@latchkey/auth'
import type { TRPCError } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import type { Context } from './context.ts'
import { publicError } from './error-format.ts'
import {
  createCallerFactory,
  publicProcedure,
  roleProcedure,
  router,
  signedInProcedure,
  stepUpProcedure,
} from './procedures.ts'

const now = new Date('2100-01-01T00:00:00Z')

const probe = router({
  public: publicProcedure.query(() => 'done'),
  signedIn: signedInProcedure.query(({ ctx }) => ctx.caller.user.name),
  stepUp: stepUpProcedure.query(() => 'done'),
  admin: roleProcedure('admin').query(() => 'done'),
  prove: signedInProcedure.meta({ beforeProof: true }).query(() => 'done'),
  setUp: signedInProcedure.meta({ beforeSecondFactor: true }).query(() => 'done'),
  writer: publicProcedure.meta({ cookieOnly: true }).mutation(() => 'done'),
  refuses: publicProcedure.query(() => {
    throw new AuthError('RATE_LIMITED', 7)
  }),
  breaks: publicProcedure.query(() => {
    throw new Error('SELECT * FROM secrets failed at /srv/app')
  }),
  full: publicProcedure.query(() => {
    throw new StoreUnavailableError(new Error('database or disk is full'))
  }),
})

interface CallerChanges {
  readonly role?: 'user' | 'admin'
  readonly stepUpUntil?: Date | null
  readonly emailProvenAt?: Date | null
}

function callerOf({ role = 'user', stepUpUntil = null, emailProvenAt = now }: CallerChanges): Caller {
  return { user: { name: 'Ada', role, emailProvenAt }, session: { stepUpUntil } } as Caller
}

function call(context: Partial<Context>) {
  const unused = (): never => {
    throw new Error('no procedure of the probe writes')
  }
  return createCallerFactory(probe)({
    auth: { now: () => now, challenges: { policy: null }, secondFactors: { isDue: () => false } } as unknown as Auth,
    request: { ip: null, userAgent: null, hints: null, requestId: 'request-1' },
    caller: null,
    hadSessionCookie: false,
    viaToken: false,
    ending: async () => null,
    sessionCookie: { write: unused, clear: unused },
    browserMarksCookie: { marks: null, write: unused },
    challengeCookie: { browser: null, write: unused },
    attemptCookie: { token: null, write: unused, clear: unused },
    trustedDeviceCookie: { write: unused, clear: unused },
    passkeyCookie: { browser: null, write: unused },
    authorizationCookie: { secret: null, write: unused, clear: unused },
    closeSoon: unused,
    isSingleCall: true,
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

const fresh = { stepUpUntil: new Date(now.getTime() + 1) }
const stale = { stepUpUntil: now }

describe('access levels', () => {
  it('accept every caller for a public procedure', async () => {
    expect(await call({}).public()).toBe('done')
  })

  it('tell a caller without a cookie to sign in, and one with an old cookie that its session ended', async () => {
    expect(await refusal(call({}).signedIn())).toMatchObject({ reason: 'NOT_SIGNED_IN', code: 'UNAUTHORIZED' })
    expect(await refusal(call({ hadSessionCookie: true }).signedIn())).toMatchObject({ reason: 'SESSION_ENDED' })
    expect(await call({ caller: callerOf({}) }).signedIn()).toBe('Ada')
  })

  it('require a step-up that is recent', async () => {
    expect(await refusal(call({}).stepUp())).toMatchObject({ reason: 'NOT_SIGNED_IN' })
    for (const caller of [callerOf({}), callerOf(stale)]) {
      expect(await refusal(call({ caller }).stepUp())).toMatchObject({
        reason: 'SUDO_REQUIRED',
        code: 'FORBIDDEN',
      })
    }
    expect(await call({ caller: callerOf(fresh) }).stepUp()).toBe('done')
  })

  it('require a role', async () => {
    expect(await refusal(call({}).admin())).toMatchObject({ reason: 'NOT_SIGNED_IN' })
    expect(await refusal(call({ caller: callerOf(fresh) }).admin())).toMatchObject({ reason: 'FORBIDDEN' })
    expect(await call({ caller: callerOf({ role: 'admin' }) }).admin()).toBe('done')
  })

  it('answer what leads to the proof of the address first, and then what leads to a second factor', async () => {
    const proof = { policy: { proof: 'required' } }
    const auth = { now: () => now, challenges: proof, secondFactors: { isDue: () => true } } as unknown as Auth
    const unproven = call({ auth, caller: callerOf({ emailProvenAt: null }) })
    expect(await unproven.prove()).toBe('done')
    expect(await refusal(unproven.setUp())).toMatchObject({ reason: 'EMAIL_PROOF_REQUIRED' })
    const proven = call({ auth, caller: callerOf({ emailProvenAt: now }) })
    expect(await refusal(proven.prove())).toMatchObject({ reason: 'SECOND_FACTOR_REQUIRED' })
    expect(await proven.setUp()).toBe('done')
  })

  it('refuse a procedure that writes a cookie in a batch or a stream', async () => {
    expect(await refusal(call({ isSingleCall: false }).writer())).toMatchObject({
      reason: 'NOT_BATCHABLE',
      code: 'BAD_REQUEST',
    })
    expect(await call({}).writer()).toBe('done')
  })

  it('refuse a procedure that writes a cookie to a bearer caller', async () => {
    expect(await refusal(call({ viaToken: true }).writer())).toMatchObject({ reason: 'COOKIE_REQUIRED' })
    expect(await call({ viaToken: true }).public()).toBe('done')
  })
})

describe('errors', () => {
  it('of the domain keep their reason', async () => {
    expect(await refusal(call({}).refuses())).toMatchObject({ reason: 'RATE_LIMITED', code: 'TOO_MANY_REQUESTS' })
  })

  it('that are unknown tell the caller nothing', async () => {
    const { reason, message } = await refusal(call({}).breaks())
    expect(reason).toBe('INTERNAL')
    expect(message).not.toMatch(/SELECT|srv|secrets/)
  })

  it('of an unavailable store ask to try again', async () => {
    expect(await refusal(call({}).full())).toMatchObject({ reason: 'UNAVAILABLE', code: 'SERVICE_UNAVAILABLE' })
  })
})
