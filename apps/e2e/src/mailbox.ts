import type { APIRequestContext } from '@playwright/test'
import { expect, type Server, test as base } from './server.ts'
import type { UserDriver } from './user-driver.ts'

/** A mail as the local mailbox lists it. */
interface ListedMessage {
  readonly id: string
  readonly subject: string
  readonly text: string
}

/** A mail that has arrived. */
export interface ReceivedMail {
  readonly id: string
  readonly text: string
  /** The code of it, as it stands there; an empty text where it has none. */
  readonly code: string
  /** Its first link. */
  readonly link: string
}

/** The local mailbox of a server, read as its owner does: each mail is read once. */
export class Mailbox {
  readonly #url: string
  readonly #read = new Set<string>()

  constructor(url: string) {
    this.#url = url
  }

  /** Waits for a mail to an address with this subject that was not read before. */
  async mailTo(email: string, subject: string): Promise<ReceivedMail> {
    await expect
      .poll(async () => (await this.#unread(email)).map((message) => message.subject), { intervals: [50, 100, 200] })
      .toContain(subject)
    const message = (await this.#unread(email)).find((unread) => unread.subject === subject)
    if (message === undefined) throw new Error(`there is no mail “${subject}” any more`)
    this.#read.add(message.id)
    const { id, text } = message
    return {
      id,
      text,
      code: /^ *([A-Z]{4}-[A-Z]{4}) *$/m.exec(text)?.[1] ?? '',
      link: /http\S+/.exec(text)?.[0] ?? '',
    }
  }

  /** Returns the address of the page that shows a mail. */
  pageOf({ id }: ReceivedMail): string {
    return `${this.#url}/messages/${id}`
  }

  /** Returns the subjects of the mails to an address that were not read. */
  async unreadSubjects(email: string): Promise<readonly string[]> {
    return (await this.#unread(email)).map(({ subject }) => subject)
  }

  async #unread(email: string): Promise<readonly ListedMessage[]> {
    const answer = await fetch(`${this.#url}/api/messages?to=${encodeURIComponent(email)}`)
    const messages = (await answer.json()) as readonly ListedMessage[]
    return messages.filter(({ id }) => !this.#read.has(id))
  }

  /** Signs a user up over HTTP, with the address proven by the code. The cookie goes to the browser whose `request` it is. */
  async signUp(request: APIRequestContext, { name, email, password }: UserDriver): Promise<void> {
    const asked = await request.post('/trpc/auth.signUp', { data: { name, email, password } })
    expect(asked.status()).toBe(200)
    const challenge = ((await asked.json()) as SignUpAnswer).result.data.challenge.id
    const { code } = await this.mailTo(email, subjects.signUp)
    const confirmed = await request.post('/trpc/auth.confirm', { data: { proof: { challenge, code } } })
    expect(confirmed.status()).toBe(200)
  }
}

interface SignUpAnswer {
  readonly result: { readonly data: { readonly challenge: { readonly id: string } } }
}

/** The subjects of the mails. */
export const subjects = {
  signUp: 'Confirm your email to finish signing up',
  proveEmail: 'Confirm your email',
  resetPassword: 'Your code for a new password',
  signIn: 'Your code to sign in',
  changeEmail: 'Confirm your new email',
  undoEmailChange: 'The email of your account was changed',
  addressTaken: 'You already have an account',
  noAccount: 'There is no account with this email',
  newSignIn: 'New sign-in to your account',
} as const

/** A test with the mailbox of its server, which has to send mail. */
export const test = base.extend<{ mailbox: Mailbox }>({
  mailbox: async ({ server }, use) => {
    await forgetAttempts(server)
    await use(new Mailbox(mailboxUrlOf(server)))
  },
})

/** All tests ask for mails from one network, which may ask for few. */
async function forgetAttempts(server: Server): Promise<void> {
  await server.sql('DELETE FROM rate_limits')
}

function mailboxUrlOf({ mailboxUrl }: Server): string {
  if (mailboxUrl === null) throw new Error('the server sends no mail: choose it with test.use')
  return mailboxUrl
}
