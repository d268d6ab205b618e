import { z } from 'zod'
import { sessionNameMaxLength, sessionNameProblem } from './field-rules.ts'
import { ruledText } from './ruled-text.ts'
import type { UserView } from './users.ts'

const base64url = (maxLength: number) =>
  z
    .string()
    .max(maxLength, 'This is too long.')
    .regex(/^[A-Za-z0-9_-]*$/, 'Use base64url without padding.')

/** At most 1,023 bytes: [WebAuthn §4](https://www.w3.org/TR/webauthn-3/#credential-id). */
const credentialIdInput = base64url(1364).min(1, 'There is no id.')

/** What every credential of the browser has. Results of extensions are accepted, whatever they say, and not looked at. */
const credentialShape = {
  id: credentialIdInput,
  rawId: credentialIdInput,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
  clientExtensionResults: z
    .record(z.string().max(64), z.unknown())
    .refine((results) => Object.keys(results).length <= 20, 'These are too many extensions.'),
}

/** The JSON of a credential that was made: [WebAuthn §5.1](https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson). */
export const registrationResponseInput = z.strictObject({
  ...credentialShape,
  response: z.strictObject({
    clientDataJSON: base64url(4096),
    attestationObject: base64url(16_384),
    authenticatorData: base64url(8192).optional(),
    transports: z
      .array(z.string().regex(/^[a-z0-9-]{1,32}$/, 'This is not a transport.'))
      .max(10)
      .optional(),
    publicKeyAlgorithm: z.int().optional(),
    publicKey: base64url(4096).optional(),
  }),
})
export type RegistrationResponseInput = z.output<typeof registrationResponseInput>

/** The JSON of an assertion: [WebAuthn §5.1](https://www.w3.org/TR/webauthn-3/#dictdef-authenticationresponsejson). */
export const authenticationResponseInput = z.strictObject({
  ...credentialShape,
  response: z.strictObject({
    clientDataJSON: base64url(4096),
    authenticatorData: base64url(8192),
    signature: base64url(4096),
    userHandle: base64url(88).optional(),
  }),
})
export type AuthenticationResponseInput = z.output<typeof authenticationResponseInput>

/**
 * How the browser is to make a passkey: `optional` asks its user, `conditional` does not, and is for the moments after a
 * password was typed.
 */
export const registrationOptionsInput = z.strictObject({ mediation: z.enum(['optional', 'conditional']) })
export type RegistrationOptionsInput = z.output<typeof registrationOptionsInput>

export const registerPasskeyInput = z.strictObject({ response: registrationResponseInput })
export type RegisterPasskeyInput = z.output<typeof registerPasskeyInput>

export const passkeySignInInput = z.strictObject({
  response: authenticationResponseInput,
  remember: z.boolean().optional(),
})
export type PasskeySignInInput = z.output<typeof passkeySignInInput>

export const passkeyStepUpInput = z.strictObject({ response: authenticationResponseInput })
export type PasskeyStepUpInput = z.output<typeof passkeyStepUpInput>

/** Our id of a passkey. */
export const passkeyIdInput = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'This is not a passkey.')

export const renamePasskeyInput = z.strictObject({
  id: passkeyIdInput,
  name: ruledText(sessionNameProblem, {
    missing: 'Enter a name.',
    // Nor what turns the direction of the text around it.
    invalid: 'This name has characters that can’t be kept.',
    too_long: `Use at most ${sessionNameMaxLength} characters.`,
  }).transform((name) => name.trim().normalize('NFC')),
})
export type RenamePasskeyInput = z.output<typeof renamePasskeyInput>

export const removePasskeyInput = z.strictObject({ id: passkeyIdInput })
export type RemovePasskeyInput = z.output<typeof removePasskeyInput>

/** A credential that an authenticator is asked for, or is not to make again. */
export interface CredentialDescriptorView {
  readonly type: 'public-key'
  /** base64url. */
  readonly id: string
  readonly transports: readonly string[]
}

/** What `navigator.credentials.create` is asked, as JSON: [WebAuthn §5.1.9](https://www.w3.org/TR/webauthn-3/#sctn-parseCreationOptionsFromJSON). */
export interface RegistrationOptionsView {
  readonly rp: { readonly id: string; readonly name: string }
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string }
  readonly challenge: string
  readonly pubKeyCredParams: readonly { readonly type: 'public-key'; readonly alg: number }[]
  /** Milliseconds. */
  readonly timeout: number
  readonly attestation: 'none'
  readonly excludeCredentials: readonly CredentialDescriptorView[]
  readonly authenticatorSelection: {
    readonly residentKey: 'required'
    readonly requireResidentKey: true
    readonly userVerification: 'required' | 'preferred'
  }
}

/** What `navigator.credentials.get` is asked, as JSON: [WebAuthn §5.1.10](https://www.w3.org/TR/webauthn-3/#sctn-parseRequestOptionsFromJSON). */
export interface AuthenticationOptionsView {
  readonly rpId: string
  readonly challenge: string
  /** Milliseconds. */
  readonly timeout: number
  readonly userVerification: 'required'
  /** Empty for a sign-in: the authenticator knows which users it has. */
  readonly allowCredentials: readonly CredentialDescriptorView[]
}

/** One passkey as its owner sees it. Dates are ISO 8601 in UTC. */
export interface PasskeyView {
  readonly id: string
  /** What the browser knows it by; base64url. */
  readonly credentialId: string
  readonly name: string
  /** Whether it is on other devices of its owner too. */
  readonly synced: boolean
  readonly createdAt: string
  readonly lastUsedAt: string | null
}

/** The answer of `passkeys.list`, with what the browser is told when a passkey is no longer accepted. */
export interface PasskeyListView {
  readonly rpId: string
  /** By which authenticators know the user; base64url. */
  readonly userHandle: string
  readonly passkeys: readonly PasskeyView[]
}

/** The answer of `passkeys.signIn`. */
export interface PasskeySignInView {
  readonly status: 'signedIn'
  readonly user: UserView
}
