import { expect } from '@playwright/test'
import { firefoxOnWindows } from '../src/another-browser.ts'
import { subjects } from '../src/mailbox.ts'
import { UserDriver } from '../src/user-driver.ts'
import type { MailStage } from './mail-states.ts'

/** Has a mail sent to a user, and returns the address that it goes to. */
type Send = (stage: MailStage, user: UserDriver) => Promise<string>

const sends: Readonly<Record<string, readonly [subject: string, send: Send]>> = {
  'message-sign-up': [
    subjects.signUp,
    asStranger('auth.signUp', ({ name, email, password }) => ({ name, email, password })),
  ],
  'message-prove-email': [
    subjects.proveEmail,
    async (stage, { name, email, password }) => {
      const { challenge } = await call<SignUpAnswer>(stage, 'auth.signUp', { name, email, password })
      await call(stage, 'auth.continueUnproven', { challenge: challenge.id })
      await call(stage, 'auth.requestEmailProof')
      return email
    },
  ],
  'message-reset-password': [subjects.resetPassword, asUser('auth.requestPasswordReset', ({ email }) => ({ email }))],
  'message-sign-in': [subjects.signIn, asStranger('auth.requestSignInCode', ({ email }) => ({ email }))],
  'message-change-email': [
    subjects.changeEmail,
    async (stage, user) => {
      await stage.mailbox.signUp(stage.page.request, user)
      await call(stage, 'auth.requestEmailChange', { email: newEmailOf(user) })
      return newEmailOf(user)
    },
  ],
  'message-undo-email-change': [
    subjects.undoEmailChange,
    async (stage, user) => {
      await stage.mailbox.signUp(stage.page.request, user)
      const { id } = await call<Challenge>(stage, 'auth.requestEmailChange', { email: newEmailOf(user) })
      const { code } = await stage.mailbox.mailTo(newEmailOf(user), subjects.changeEmail)
      await call(stage, 'auth.changeEmail', { proof: { challenge: id, code } })
      return user.email
    },
  ],
  'message-address-taken': [
    subjects.addressTaken,
    asUser('auth.signUp', ({ name, email, password }) => ({ name, email, password })),
  ],
  'message-no-account': [subjects.noAccount, asStranger('auth.requestPasswordReset', ({ email }) => ({ email }))],
  'message-notice': [
    subjects.newSignIn,
    async ({ page, browser, server, mailbox }, user) => {
      await mailbox.signUp(page.request, user)
      const context = await browser.newContext({ baseURL: server.url, userAgent: firefoxOnWindows })
      await user.signIn(context.request)
      await context.close()
      return user.email
    },
  ],
}

/** Each kind of mail as the local mailbox shows it, by the name of its folder: brings the page there. */
export const messageStates: Readonly<Record<string, (stage: MailStage) => Promise<void>>> = Object.fromEntries(
  Object.entries(sends).map(([state, [subject, send]]) => [
    state,
    async (stage: MailStage) => {
      const recipient = await send(stage, new UserDriver())
      await stage.page.goto(stage.mailbox.pageOf(await stage.mailbox.mailTo(recipient, subject)))
    },
  ]),
)

interface Challenge {
  readonly id: string
}

interface SignUpAnswer {
  readonly challenge: Challenge
}

/** Calls a procedure for an address without a user. */
function asStranger(procedure: string, inputOf: (user: UserDriver) => object): Send {
  return async (stage, user) => {
    await call(stage, procedure, inputOf(user))
    return user.email
  }
}

/** Calls a procedure for the address of a user. */
function asUser(procedure: string, inputOf: (user: UserDriver) => object): Send {
  return async (stage, user) => {
    await stage.mailbox.signUp(stage.page.request, user)
    return asStranger(procedure, inputOf)(stage, user)
  }
}

async function call<Answer = unknown>({ page }: MailStage, procedure: string, data: object = {}): Promise<Answer> {
  const answer = await page.request.post(`/trpc/${procedure}`, { data })
  expect(answer.status()).toBe(200)
  return ((await answer.json()) as { readonly result: { readonly data: Answer } }).result.data
}

function newEmailOf({ email }: UserDriver): string {
  return `new-${email}`
}
