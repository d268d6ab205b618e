import {
  codeApprovalInput,
  type CodeApprovalView,
  codeRequestInput,
  type CodeRequestView,
  deviceApprovalInput,
  deviceRequestInput,
  type DeviceRequestView,
  type GrantOptionsView,
  noInput,
} from '@latchkey/schema'
import { publicProcedure, stepUpProcedure, router, signedInProcedure } from '../procedures.ts'
import { clientView, codeRequestView, deviceRequestView } from '../views/grant-view.ts'
import { viewerOf } from '../views/viewer.ts'

/**
 * Consent requests of OAuth clients, and the decisions about them. An approval lets a client act as the user for months:
 * it requires a recent step-up, and a client can't approve another one.
 */
export const grantsRouter = router({
  options: publicProcedure.input(noInput).query(({ ctx }): GrantOptionsView => {
    const { clients, tokens } = ctx.auth
    return {
      clients: clients.list().map((client) => ({
        ...clientView(client),
        browser: client.redirectUris.length > 0,
        device: client.device,
      })),
      password: tokens.byPassword,
    }
  }),

  codeRequest: signedInProcedure
    .input(codeRequestInput)
    .query(({ ctx, input }): CodeRequestView => codeRequestView(ctx.auth.codeGrants.consentRequest(input.query))),

  approveCode: stepUpProcedure
    .meta({ cookieOnly: true, limit: 'consent' })
    .input(codeApprovalInput)
    .mutation(async ({ ctx, input }): Promise<CodeApprovalView> => {
      return { answerTo: await ctx.auth.codeGrants.approve(ctx.caller, input, ctx.request) }
    }),

  /** A mutation, because it counts against a limit. */
  findDevice: signedInProcedure
    .meta({ cookieOnly: true, limit: 'userCode' })
    .input(deviceRequestInput)
    .mutation(async ({ ctx, input }): Promise<DeviceRequestView> => {
      const waiting = await ctx.auth.deviceGrants.find(ctx.caller, input.userCode, ctx.request)
      return deviceRequestView(waiting, viewerOf(ctx))
    }),

  approveDevice: stepUpProcedure
    .meta({ cookieOnly: true, limit: ['userCode', 'consent'] })
    .input(deviceApprovalInput)
    .mutation(async ({ ctx, input }): Promise<Readonly<Record<string, never>>> => {
      await ctx.auth.deviceGrants.approve(ctx.caller, input, ctx.request)
      return {}
    }),

  denyDevice: signedInProcedure
    .meta({ cookieOnly: true, limit: ['userCode', 'consent'] })
    .input(deviceRequestInput)
    .mutation(async ({ ctx, input }): Promise<Readonly<Record<string, never>>> => {
      await ctx.auth.deviceGrants.deny(ctx.caller, input.userCode, ctx.request)
      return {}
    }),
})
