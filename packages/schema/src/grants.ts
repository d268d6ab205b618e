import { z } from 'zod'
import { userCodeAlphabet, userCodeLength } from './user-code.ts'

const userCodeShape = new RegExp(`^[${userCodeAlphabet}]{${userCodeLength}}$`)

/**
 * A user code as people type it: in any case, with or without its dash. Out comes the code alone.
 *
 * @see [RFC 8628 §6.1](https://www.rfc-editor.org/rfc/rfc8628.html#section-6.1)
 */
export const userCodeInput = z
  .string()
  .max(64, { error: 'This is not a code: it has eight letters.', abort: true })
  .transform((text) => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''))
  .refine((code) => userCodeShape.test(code), 'This is not a code: it has eight letters, and no vowels.')

/**
 * Everything behind the `?` of the address that a client opened, unchanged: the server decides what it means. With its path
 * it is no longer than an address to return to after signing in (`localPath`).
 */
const codeQuery = z.string().max(2048 - '/oauth/authorize?'.length)
/** The user that the consent page has shown: another user may be signed in by now. */
const shownUserId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'This is not a user id.')

export const codeRequestInput = z.strictObject({ query: codeQuery })
export type CodeRequestInput = z.output<typeof codeRequestInput>

export const codeApprovalInput = z.strictObject({ query: codeQuery, userId: shownUserId })
export type CodeApprovalInput = z.output<typeof codeApprovalInput>

export const deviceApprovalInput = z.strictObject({ userCode: userCodeInput, userId: shownUserId })
export type DeviceApprovalInput = z.output<typeof deviceApprovalInput>

export const deviceRequestInput = z.strictObject({ userCode: userCodeInput })
export type DeviceRequestInput = z.output<typeof deviceRequestInput>

/** A client that the operator has registered. */
export interface ClientView {
  readonly id: string
  readonly name: string
}

/**
 * A consent request in the browser of the signed-in user. `ask`: the user decides, and the browser goes to the answer.
 * `malformed`: there is nothing to decide, and the client is told what was wrong with its request.
 */
export type CodeRequestView =
  | {
      readonly type: 'ask'
      readonly client: ClientView
      /** Where the answer goes: a program on this very computer, an app, or a page. */
      readonly answersTo: 'loopback' | 'app' | 'page'
      /** An address that tells the program no. */
      readonly deniedTo: string
    }
  | { readonly type: 'malformed'; readonly client: ClientView; readonly problem: string; readonly answerTo: string }

/** Where the browser goes next: to the program, with a code in the address. */
export interface CodeApprovalView {
  readonly answerTo: string
}

/** A device that waits for a decision. Dates are ISO 8601 in UTC. */
export interface DeviceRequestView {
  /** With its dash, as the device shows it. */
  readonly userCode: string
  readonly client: ClientView
  /** What it says it is: "Chrome on macOS". */
  readonly device: string
  readonly ip: string | null
  readonly place: string | null
  /** It asks from the network that this call came from. */
  readonly sameNetwork: boolean
  readonly askedAt: string
  readonly expiresAt: string
}

/** The ways to tokens that this server has. */
export interface GrantOptionsView {
  readonly clients: readonly (ClientView & { readonly browser: boolean; readonly device: boolean })[]
  /** `tokens.issue` takes a password. */
  readonly password: boolean
}
