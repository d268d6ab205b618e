import {
  type Caller,
  type IssuedOptions,
  type IssuedRegistration,
  keyAlgorithms,
  type Passkey,
  userHandleOf,
} from '@latchkey/auth'
import {
  type AuthenticationOptionsView,
  type CredentialDescriptorView,
  passkeyChallengeLifetime,
  type PasskeyView,
  type RegistrationOptionsInput,
  type RegistrationOptionsView,
} from '@latchkey/schema'

export function passkeyView(passkey: Passkey): PasskeyView {
  const { id, credentialId, name, backedUp, createdAt, lastUsedAt } = passkey
  return {
    id,
    credentialId,
    name,
    synced: backedUp,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }
}

/** A browser that makes a passkey without asking can't verify the user: it refuses where that is required. */
export function registrationOptionsView(
  { relyingParty, challenge, existing }: IssuedRegistration,
  { user }: Caller,
  mediation: RegistrationOptionsInput['mediation'],
): RegistrationOptionsView {
  return {
    rp: { id: relyingParty.id, name: relyingParty.name },
    user: { id: userHandleOf(user.id), name: user.email, displayName: user.name },
    challenge,
    pubKeyCredParams: keyAlgorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout: passkeyChallengeLifetime,
    attestation: 'none',
    excludeCredentials: existing.map(descriptorOf),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: mediation === 'conditional' ? 'preferred' : 'required',
    },
  }
}

export function authenticationOptionsView(
  { relyingParty, challenge }: IssuedOptions,
  allowed: readonly Passkey[],
): AuthenticationOptionsView {
  return {
    rpId: relyingParty.id,
    challenge,
    timeout: passkeyChallengeLifetime,
    userVerification: 'required',
    allowCredentials: allowed.map(descriptorOf),
  }
}

function descriptorOf({ credentialId: id, transports }: Passkey): CredentialDescriptorView {
  return { type: 'public-key', id, transports }
}
