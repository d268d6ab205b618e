import type {
  AuthenticationOptionsView,
  AuthenticationResponseInput,
  CredentialDescriptorView,
  PasskeyListView,
  RegistrationOptionsInput,
  RegistrationOptionsView,
  RegistrationResponseInput,
  UserView,
} from '@latchkey/schema'
import {
  browserSupportsWebAuthnAutofill,
  getBrowserCapabilities,
  type PublicKeyCredentialDescriptorJSON,
  sendSignal,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from '@simplewebauthn/browser'

/* What this app asks of the browser’s passkeys. Loaded when it is needed: it is rare, or comes after the first paint. */

type Mediation = RegistrationOptionsInput['mediation']

/** Has an authenticator make a passkey. @throws Error as the browser does, by its name */
export async function createPasskey(
  options: RegistrationOptionsView,
  mediation: Mediation,
): Promise<RegistrationResponseInput> {
  const { clientExtensionResults, ...created } = await startRegistration({
    optionsJSON: {
      ...options,
      pubKeyCredParams: [...options.pubKeyCredParams],
      excludeCredentials: options.excludeCredentials.map(descriptorOf),
    },
    useAutoRegister: mediation === 'conditional',
  })
  return { ...created, clientExtensionResults: { ...clientExtensionResults } }
}

/**
 * Has an authenticator use a passkey: with a dialog, or `conditional` once the user chooses one among what the browser fills
 * in. Any earlier ceremony of this page ends. @throws Error as the browser does, by its name
 */
export async function getPasskey(
  options: AuthenticationOptionsView,
  mediation: Mediation,
): Promise<AuthenticationResponseInput> {
  const { clientExtensionResults, ...used } = await startAuthentication({
    optionsJSON: { ...options, allowCredentials: options.allowCredentials.map(descriptorOf) },
    useBrowserAutofill: mediation === 'conditional',
  })
  return { ...used, clientExtensionResults: { ...clientExtensionResults } }
}

/** Ends the ceremony that waits, if one does. */
export function abortCeremony(): void {
  WebAuthnAbortService.cancelCeremony()
}

/** Whether the browser offers passkeys where it fills in an address. */
export async function canFillIn(): Promise<boolean> {
  return browserSupportsWebAuthnAutofill()
}

/** Whether this device itself can have passkeys, and whether the browser makes one without asking. */
export async function findAbilities(): Promise<{ readonly onDevice: boolean; readonly silently: boolean }> {
  const { userVerifyingPlatformAuthenticator, conditionalCreate } = await getBrowserCapabilities()
  return {
    onDevice: userVerifyingPlatformAuthenticator === 'supported',
    silently: conditionalCreate === 'supported',
  }
}

/** Has the browser no longer offer a passkey that the server does not know. */
export async function signalUnknown(rpId: string, credentialId: string): Promise<void> {
  await quietly(sendSignal({ signalName: 'unknownCredential', rpID: rpId, credentialID: credentialId }))
}

/** Has the browser offer no other passkeys of this user than these. */
export async function signalAccepted({ rpId, userHandle, passkeys }: PasskeyListView): Promise<void> {
  await quietly(
    sendSignal({
      signalName: 'allAcceptedCredentials',
      rpID: rpId,
      userID: userHandle,
      allAcceptedCredentialIDs: passkeys.map(({ credentialId }) => credentialId),
    }),
  )
}

/** Has the browser offer the passkeys of this user under their present name and address. */
export async function signalDetails(
  { rpId, userHandle }: PasskeyListView,
  { email, name }: Pick<UserView, 'email' | 'name'>,
): Promise<void> {
  await quietly(
    sendSignal({
      signalName: 'currentUserDetails',
      rpID: rpId,
      userID: userHandle,
      userName: email,
      userDisplayName: name,
    }),
  )
}

/** Few browsers know the signals, and nothing depends on them. */
async function quietly(signal: Promise<void>): Promise<void> {
  await signal.catch(() => null)
}

function descriptorOf({ id, type, transports }: CredentialDescriptorView): PublicKeyCredentialDescriptorJSON {
  return { id, type, transports: [...transports] as NonNullable<PublicKeyCredentialDescriptorJSON['transports']> }
}
