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
import { publicProcedure, recentProofProcedure, router, signedInProcedure } from '../procedures.ts'
import { clientView, codeRequestView, deviceRequestView } from '../views/grant-view.ts'
import { viewerOf } from '../views/viewer.ts'

/**
 * Clients that ask, and the people who decide. Whoever decides gives away what acts as them for months: saying yes
 * takes a recent proof, and a client can say it to no other.
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
    .query(({ ctx, input }): CodeRequestView => codeRequestView(ctx.auth.codeGrants.ask(input.query))),

  approveCode: recentProofProcedure
    .meta({ cookieOnly: true })
    .input(codeApprovalInput)
    .mutation(async ({ ctx, input }): Promise<CodeApprovalView> => {
      return { answerTo: await ctx.auth.codeGrants.approve(ctx.caller, input, ctx.client) }
    }),

  /** A mutation, because it counts against a limit. */
  findDevice: signedInProcedure
    .meta({ cookieOnly: true })
    .input(deviceRequestInput)
    .mutation(async ({ ctx, input }): Promise<DeviceRequestView> => {
      const waiting = await ctx.auth.deviceGrants.find(ctx.caller, input.userCode, ctx.client)
      return deviceRequestView(waiting, viewerOf(ctx))
    }),

  approveDevice: recentProofProcedure
    .meta({ cookieOnly: true })
    .input(deviceApprovalInput)
    .mutation(async ({ ctx, input }): Promise<Readonly<Record<string, never>>> => {
      await ctx.auth.deviceGrants.approve(ctx.caller, input, ctx.client)
      return {}
    }),

  denyDevice: signedInProcedure
    .meta({ cookieOnly: true })
    .input(deviceRequestInput)
    .mutation(async ({ ctx, input }): Promise<Readonly<Record<string, never>>> => {
      await ctx.auth.deviceGrants.deny(ctx.caller, input.userCode, ctx.client)
      return {}
    }),
})
