import { type IssuedOptions, type PasskeyContext, userHandleOf } from '@latchkey/auth'
import {
  type AuthenticationOptionsView,
  noInput,
  type PasskeyListView,
  passkeySignInInput,
  type PasskeySignInView,
  passkeyStepUpInput,
  type PasskeyView,
  registerPasskeyInput,
  registrationOptionsInput,
  type RegistrationOptionsView,
  removePasskeyInput,
  renamePasskeyInput,
  type StepUpView,
} from '@latchkey/schema'
import type { Context } from '../context.ts'
import { publicProcedure, router, signedInProcedure, stepUpProcedure } from '../procedures.ts'
import { authenticationOptionsView, passkeyView, registrationOptionsView } from '../views/passkey-view.ts'
import { userView } from '../views/user-view.ts'

/** Options are mutations: each is a challenge that is stored, and a cookie by which its browser is known. */
export const passkeysRouter = router({
  /** Also for users who have to show a second factor: a passkey is one. */
  list: signedInProcedure
    .meta({ cookieOnly: true, beforeSecondFactor: true })
    .input(noInput)
    .query(async ({ ctx }): Promise<PasskeyListView> => {
      const { relyingParty, passkeys } = await ctx.auth.passkeys.list(ctx.caller)
      return {
        rpId: relyingParty.id,
        userHandle: userHandleOf(ctx.caller.user.id),
        passkeys: passkeys.map(passkeyView),
      }
    }),

  registrationOptions: stepUpProcedure
    .meta({ cookieOnly: true, beforeSecondFactor: true, limit: 'passkeyOptions' })
    .input(registrationOptionsInput)
    .mutation(async ({ ctx, input: { mediation } }): Promise<RegistrationOptionsView> => {
      const issued = await ctx.auth.passkeys.requestRegistration(ctx.caller, mediation, passkeyContext(ctx))
      return registrationOptionsView(knownTo(ctx, issued), ctx.caller, mediation)
    }),

  register: stepUpProcedure
    .meta({ cookieOnly: true, beforeSecondFactor: true, limit: ['passkeyAttempt', 'passkeyChange'] })
    .input(registerPasskeyInput)
    .mutation(async ({ ctx, input }): Promise<PasskeyView> => {
      return passkeyView(await ctx.auth.passkeys.register(ctx.caller, input.response, passkeyContext(ctx)))
    }),

  /** Takes no address: the answer is the same whichever users there are. */
  signInOptions: publicProcedure
    .meta({ cookieOnly: true, limit: 'passkeyOptions' })
    .input(noInput)
    .mutation(async ({ ctx }): Promise<AuthenticationOptionsView> => {
      const issued = await ctx.auth.passkeys.requestSignIn(passkeyContext(ctx))
      return authenticationOptionsView(knownTo(ctx, issued), [])
    }),

  signIn: publicProcedure
    .meta({ cookieOnly: true, limit: ['passkeyAttempt', 'signIn'] })
    .input(passkeySignInInput)
    .mutation(async ({ ctx, input }): Promise<PasskeySignInView> => {
      const { response, remember = false } = input
      const context = { ...passkeyContext(ctx), caller: ctx.caller }
      const { token, session, user } = await ctx.auth.passkeys.signIn(response, remember, context)
      ctx.sessionCookie.write(token, session)
      return { status: 'signedIn', user: userView(user) }
    }),

  stepUpOptions: signedInProcedure
    .meta({ cookieOnly: true, beforeProof: true, beforeSecondFactor: true, limit: 'passkeyOptions' })
    .input(noInput)
    .mutation(async ({ ctx }): Promise<AuthenticationOptionsView> => {
      const issued = await ctx.auth.passkeys.requestStepUp(ctx.caller, passkeyContext(ctx))
      return authenticationOptionsView(knownTo(ctx, issued), issued.allowed)
    }),

  stepUp: signedInProcedure
    .meta({ cookieOnly: true, beforeProof: true, beforeSecondFactor: true, limit: ['passkeyAttempt', 'stepUp'] })
    .input(passkeyStepUpInput)
    .mutation(async ({ ctx, input }): Promise<StepUpView> => {
      const rotated = await ctx.auth.passkeys.stepUp(ctx.caller, input.response, passkeyContext(ctx))
      ctx.sessionCookie.write(rotated.token, rotated.session)
      return { sudoUntil: rotated.stepUpUntil.toISOString() }
    }),

  rename: signedInProcedure
    .meta({ cookieOnly: true, limit: 'passkeyChange' })
    .input(renamePasskeyInput)
    .mutation(async ({ ctx, input }): Promise<PasskeyView> => {
      return passkeyView(await ctx.auth.passkeys.rename(ctx.caller, input.id, input.name, ctx.request))
    }),

  remove: stepUpProcedure
    .meta({ cookieOnly: true, limit: 'passkeyChange' })
    .input(removePasskeyInput)
    .mutation(async ({ ctx, input }): Promise<Readonly<Record<string, never>>> => {
      await ctx.auth.passkeys.remove(ctx.caller, input.id, ctx.request)
      return {}
    }),
})

function passkeyContext({ request, passkeyCookie }: Context): PasskeyContext {
  return { request, browser: passkeyCookie.browser }
}

/** Gives the browser the secret by which it is known when it answers the options. */
function knownTo<Issued extends IssuedOptions>({ passkeyCookie }: Context, issued: Issued): Issued {
  passkeyCookie.write(issued.browser)
  return issued
}
