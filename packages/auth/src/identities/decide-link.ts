import type { AuthErrorCode } from '../core/auth-error.ts'
import type { User } from '../users/user.ts'

export interface LinkCandidates {
  readonly identity: { readonly email: string | null; readonly emailVerified: boolean }
  /** The user to whom (issuer, subject) is linked. */
  readonly userByIdentity: User | null
  /** The user whose canonical email is the identity's. */
  readonly userByEmail: User | null
  /** The user who started the authorization request to link an account; null when it was started to sign in. */
  readonly signedInUser: User | null
}

export type LinkDecision =
  | { readonly outcome: 'signIn'; readonly user: User }
  | { readonly outcome: 'link'; readonly user: User }
  | { readonly outcome: 'createUser'; readonly email: string }
  | { readonly outcome: 'requireSignIn' }
  | {
      readonly outcome: 'refuse'
      readonly code: Extract<AuthErrorCode, 'IDENTITY_TAKEN' | 'PROVIDER_EMAIL_MISSING' | 'PROVIDER_EMAIL_UNVERIFIED'>
    }

/**
 * Decides what a verified identity becomes: a sign-in, a link, a new user or a refusal. This is the whole rule; there is
 * no option that changes it.
 *
 * | linking as | linked to | email of   | says verified | proven here | decision                         |
 * | ---------- | --------- | ----------- | ------------- | ----------- | -------------------------------- |
 * | A          | no user   | –           | –             | –           | link to A                        |
 * | A          | A         | –           | –             | –           | sign in A (it is linked already) |
 * | A          | B         | –           | –             | –           | refuse: IDENTITY_TAKEN           |
 * | no user    | A         | –           | –             | –           | sign in A                        |
 * | no user    | no user   | none given  | –             | –           | refuse: PROVIDER_EMAIL_MISSING   |
 * | no user    | no user   | no user     | no            | –           | refuse: PROVIDER_EMAIL_UNVERIFIED |
 * | no user    | no user   | no user     | yes           | –           | create a user                    |
 * | no user    | no user   | A           | no            | –           | require signing in as A first    |
 * | no user    | no user   | A           | yes           | no          | require signing in as A first    |
 * | no user    | no user   | A           | yes           | yes         | link to A, sign in A             |
 *
 * The identity decides before the email does. An address that was not proven here may have been typed by an attacker who
 * waits for its owner to merge accounts; and a verification of long ago is no proof, because addresses pass to other
 * people.
 *
 * @see [Pre-hijacked accounts, USENIX Security 2022](https://www.usenix.org/conference/usenixsecurity22/presentation/sudhodanan)
 * @see OWASP ASVS 5.0, 6.8.1
 */
export function decideLink({ identity, userByIdentity, userByEmail, signedInUser }: LinkCandidates): LinkDecision {
  if (signedInUser !== null) {
    if (userByIdentity === null) return { outcome: 'link', user: signedInUser }
    if (userByIdentity.id === signedInUser.id) return { outcome: 'signIn', user: signedInUser }
    return { outcome: 'refuse', code: 'IDENTITY_TAKEN' }
  }
  if (userByIdentity !== null) return { outcome: 'signIn', user: userByIdentity }
  if (identity.email === null) return { outcome: 'refuse', code: 'PROVIDER_EMAIL_MISSING' }
  if (userByEmail === null) {
    if (!identity.emailVerified) return { outcome: 'refuse', code: 'PROVIDER_EMAIL_UNVERIFIED' }
    return { outcome: 'createUser', email: identity.email }
  }
  if (!identity.emailVerified || userByEmail.emailProvenAt === null) return { outcome: 'requireSignIn' }
  return { outcome: 'link', user: userByEmail }
}
