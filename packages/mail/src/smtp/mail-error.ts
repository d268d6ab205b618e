/** Why a message was not sent. */
export interface MailFailure {
  /** Whether the same message would be refused again; anything else may go through later. */
  readonly permanent: boolean
  /** Whether the message may have arrived although no answer did: sending it again may show it twice. */
  readonly mayBeDelivered: boolean
  /** What failed, in one word: `EENVELOPE`, `ECONNREFUSED`, `GREETING_TIMEOUT`. */
  readonly code: string
  /** What the server answered, shortened and without addresses; `null` when it did not. */
  readonly response: string | null
}

/** A message was not sent, or its delivery is not certain. Neither its text nor an address is in it. */
export class MailError extends Error {
  override readonly name = 'MailError'
  readonly permanent: boolean
  readonly mayBeDelivered: boolean
  readonly code: string
  readonly response: string | null

  constructor(message: string, { permanent, mayBeDelivered, code, response }: MailFailure) {
    super(message)
    this.permanent = permanent
    this.mayBeDelivered = mayBeDelivered
    this.code = code
    this.response = response
  }
}
