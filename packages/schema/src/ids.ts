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
