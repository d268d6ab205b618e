import { z } from 'zod'
import type { SecondFactorDueView } from './second-factors.ts'
import type { UserView } from './users.ts'

/** The name of a provider in addresses and procedures: `google`, `github`, or what the operator called it. */
export const providerIdInput = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'This is not a provider.')

/** Where to go afterwards. What is not a path of this app is not an error: it counts as the start page. */
const returnToInput = z.string().max(2048).optional()

export const authorizeInput = z.strictObject({
  provider: providerIdInput,
  returnTo: returnToInput,
  remember: z.boolean().optional(),
})
export type AuthorizeInput = z.output<typeof authorizeInput>

export const linkInput = z.strictObject({ provider: providerIdInput, returnTo: returnToInput })
export type LinkInput = z.output<typeof linkInput>

/** Starts an authorization request that steps up the calling session. It needs an account that is linked to its user. */
export const providerStepUpInput = linkInput
export type ProviderStepUpInput = LinkInput

const maxParams = 32
const maxParamLength = 4096
const param = z.string().max(maxParamLength)

/** Counted before the values are looked at: each value that is refused costs time and a line of the answer. */
const fewParams = z
  .record(z.string(), z.unknown())
  .refine((params) => Object.keys(params).length <= maxParams, 'These are too many parameters.')

/**
 * Every query parameter that came back, as it was; one that came more than once as a list. Nothing is left out and
 * nothing is decoded twice: the server decides what it means.
 */
export const callbackInput = z.strictObject({
  provider: providerIdInput,
  params: fewParams.pipe(z.record(z.string().max(128), z.union([param, z.array(param).max(maxParams)]))),
})
export type CallbackInput = z.output<typeof callbackInput>

export interface ProviderView {
  readonly id: string
  readonly name: string
}

/** Where the browser has to go to continue at the provider. */
export interface AuthorizeView {
  readonly url: string
}

export const callbackOutcomes = ['signed_in', 'signed_up', 'linked', 'stepped_up'] as const
export type CallbackOutcome = (typeof callbackOutcomes)[number]

export interface CompletedCallbackView {
  readonly status: 'done'
  readonly outcome: CallbackOutcome
  /** A path of this app. */
  readonly returnTo: string
  readonly user: UserView
}

/** A sign-in through a provider that waits for a second factor. */
export interface CallbackSecondFactorView extends SecondFactorDueView {
  /** A path of this app. */
  readonly returnTo: string
}

/** The answer of a callback. */
export type CallbackView = CompletedCallbackView | CallbackSecondFactorView
