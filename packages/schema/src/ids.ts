/** The public id of a user. */
export type UserId = string & { readonly __brand: 'UserId' }

/** The public id of a session: it appears in lists, URLs and logs. */
export type SessionId = string & { readonly __brand: 'SessionId' }

/** The id of a linked account at a provider. */
export type IdentityId = string & { readonly __brand: 'IdentityId' }

/** The id of an event of the timeline. Ids sort by time. */
export type EventId = string & { readonly __brand: 'EventId' }

/** The id of a challenge: public, and worth nothing without the code or the link. */
export type ChallengeId = string & { readonly __brand: 'ChallengeId' }

/** The id of a mail that is to be sent, and its Message-ID before the `@`. */
export type MailId = string & { readonly __brand: 'MailId' }

/** The id of a signing key: the thumbprint of its public half. */
export type SigningKeyId = string & { readonly __brand: 'SigningKeyId' }

/** The id of a sign-in that waits for a second factor. */
export type SignInAttemptId = string & { readonly __brand: 'SignInAttemptId' }

/** The id of a browser in which a user is not asked for a second factor. */
export type TrustedDeviceId = string & { readonly __brand: 'TrustedDeviceId' }

/** The id of a recovery code that is left. */
export type RecoveryCodeId = string & { readonly __brand: 'RecoveryCodeId' }

/** Our id of a passkey, not the one that its authenticator gave it. */
export type PasskeyId = string & { readonly __brand: 'PasskeyId' }
