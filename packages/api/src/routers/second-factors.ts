import type { TrustedDevice } from '@latchkey/auth'
import {
  confirmTotpInput,
  noInput,
  type RecoveryCodesView,
  type SecondFactorsView,
  stepUpByCodeInput,
  type StepUpView,
  trustedDeviceInput,
  type TotpSetupView,
} from '@latchkey/schema'
import { router, signedInProcedure, stepUpProcedure } from '../procedures.ts'
import { secondFactorsView } from '../views/second-factors-view.ts'

/** Two-step verification of the caller. What leads to it is open to users of whom it is demanded and who have none. */
export const secondFactorsRouter = router({
  list: signedInProcedure
    .meta({ cookieOnly: true, beforeSecondFactor: true })
    .input(noInput)
    .query(async ({ ctx }): Promise<SecondFactorsView> => {
      const { auth, caller, request } = ctx
      return secondFactorsView(await auth.secondFactors.list(caller), {
        required: auth.secondFactors.isRequiredOf(caller.user),
        isCurrent: (device: TrustedDevice) => auth.secondFactors.isTrustedDevice(device, request),
        placeOf: (ip) => auth.geolocation.placeOf(ip),
      })
    }),

  /** A mutation, so that the secret stands in no cache. It changes nothing. */
  setUp: stepUpProcedure
    .meta({ cookieOnly: true, beforeSecondFactor: true, limit: { none: 'it stores nothing' } })
    .input(noInput)
    .mutation(({ ctx }): Promise<TotpSetupView> => ctx.auth.secondFactors.setUp(ctx.caller)),

  confirm: stepUpProcedure
    .meta({ cookieOnly: true, beforeSecondFactor: true, limit: ['secondFactor', 'stepUp'] })
    .input(confirmTotpInput)
    .mutation(async ({ ctx, input }): Promise<RecoveryCodesView> => {
      const { token, session, recoveryCodes } = await ctx.auth.secondFactors.confirm(ctx.caller, input, ctx.request)
      ctx.sessionCookie.write(token, session)
      return { recoveryCodes }
    }),

  remove: stepUpProcedure
    .meta({ cookieOnly: true, limit: 'secondFactorChange' })
    .input(noInput)
    .mutation(async ({ ctx }): Promise<Readonly<Record<string, never>>> => {
      await ctx.auth.secondFactors.remove(ctx.caller, ctx.request)
      ctx.trustedDeviceCookie.clear()
      return {}
    }),

  renewRecoveryCodes: stepUpProcedure
    .meta({ cookieOnly: true, limit: 'secondFactorChange' })
    .input(noInput)
    .mutation(async ({ ctx }): Promise<RecoveryCodesView> => ({
      recoveryCodes: await ctx.auth.secondFactors.renewRecoveryCodes(ctx.caller, ctx.request),
    })),

  /** A signed-in caller is enough, because the input carries a code. */
  stepUp: signedInProcedure
    .meta({ cookieOnly: true, beforeProof: true, beforeSecondFactor: true, limit: ['secondFactor', 'stepUp'] })
    .input(stepUpByCodeInput)
    .mutation(async ({ ctx, input }): Promise<StepUpView> => {
      const { token, session, stepUpUntil } = await ctx.auth.secondFactors.stepUp(ctx.caller, input.code, ctx.request)
      ctx.sessionCookie.write(token, session)
      return { sudoUntil: stepUpUntil.toISOString() }
    }),

  endTrustedDevice: signedInProcedure
    .meta({ cookieOnly: true, limit: 'secondFactorChange' })
    .input(trustedDeviceInput)
    .mutation(async ({ ctx, input }): Promise<Readonly<Record<string, never>>> => {
      await ctx.auth.secondFactors.endTrustedDevice(ctx.caller, input.id, ctx.request)
      return {}
    }),
})
