/** An answer that refuses a command. */
export class SmtpRefusal extends Error {
  readonly responseCode: number

  /** @param responseCode 4xx for a refusal of now, 5xx for one that will not change */
  constructor(responseCode: number, message: string) {
    super(message)
    this.responseCode = responseCode
  }
}
