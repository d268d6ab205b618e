import type { ChallengeProofInput, IdentityId, UserId } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import type { Identity } from '../identities/identity.ts'
import type { Caller } from '../sessions/caller.ts'
import { addPasskey, aPasskey } from '../testing/contracts/a-passkey.ts'
import { aRequest as request } from '../testing/fixtures.ts'
import { createMemoryStores } from '../testing/memory/memory-stores.ts'
import { readMail } from '../testing/read-mail.ts'
import { testAuth, type TestAuth } from '../testing/test-auth.ts'
import type { ChallengeContext } from './challenge-context.ts'
import type { MailPolicy } from './challenge-dependencies.ts'
import type { IssuedChallenge } from './issue-challenge.ts'

const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }
const newPassword = 'another horse battery'
const asked: MailPolicy = { proof: 'asked', codes: true, mailbox: null }
const minute = 60_000
/** What a confirmation starts, in a browser. */
const browserSession = { remember: false, client: null }

interface Mailed {
  readonly proof: ChallengeProofInput
  readonly token: string
  readonly code: string
  readonly kind: string
  readonly recipient: string
}

/** A browser: it keeps its challenge cookie and its session. */
class TestBrowser {
  context: ChallengeContext = { request, browser: null, caller: null }
  challenge = ''

  keep({ challenge, browser }: IssuedChallenge): void {
    this.context = { ...this.context, browser }
    this.challenge = challenge.id
  }

  signIn(caller: Caller): Caller {
    this.context = { ...this.context, caller }
    return caller
  }

  get signedIn(): ChallengeContext & { readonly caller: Caller } {
    const { caller } = this.context
    if (caller === null) throw new Error('this browser is not signed in')
    return { ...this.context, caller }
  }
}

function world({ policy = asked, limits = {} }: { policy?: MailPolicy | null; limits?: object } = {}) {
  const stores = createMemoryStores()
  const test: TestAuth = testAuth({ stores, mailPolicy: policy, limits })
  const { auth } = test
  /** Returns the only mail that is due, with its code as a proof for a browser. */
  async function mailFor(browser: TestBrowser): Promise<Mailed> {
    const [mail, ...others] = await readMail(auth)
    expect(others).toEqual([])
    if (mail === undefined) throw new Error('no mail is due')
    const { code, token } = mail.secret ?? { code: '', token: '' }
    const proof = { challenge: browser.challenge, code: code ?? '' }
    return { proof, token, code: code ?? '', kind: mail.content.kind, recipient: mail.recipient }
  }
  /** Signs up and confirms the address. */
  async function signUp(browser = new TestBrowser(), user = ada): Promise<TestBrowser> {
    browser.keep(await auth.challenges.requestSignUp(user, browser.context))
    const { proof } = await mailFor(browser)
    browser.signIn(await auth.challenges.confirm(proof, browserSession, browser.context))
    return browser
  }
  /** Signs up and goes on without a proof. */
  async function signUpUnproven(browser = new TestBrowser(), user = ada): Promise<TestBrowser> {
    browser.keep(await auth.challenges.requestSignUp(user, browser.context))
    browser.signIn(await auth.challenges.continueUnproven(browser.challenge, false, browser.context))
    return browser
  }
  async function live(browser: TestBrowser): Promise<boolean> {
    const { session } = browser.signedIn.caller
    return (await stores.sessions.findLive(session.tokenHash, test.clock.now())) !== null
  }
  const signIn = (password = ada.password) =>
    auth.passwords.signIn({ email: ada.email, password }, { request, replaces: null })
  return { ...test, stores, mailFor, signUp, signUpUnproven, live, signIn }
}

/** An account at a provider that was connected at a moment. */
function anIdentityOf(userId: UserId, linkedAt: Date): Identity {
  const id = 'identity' as IdentityId
  const key = { provider: 'github', issuer: 'https://github.com', subject: '1', email: null }
  return { id, userId, ...key, linkedAt, lastUsedAt: linkedAt }
}

function refused(code: string) {
  return expect.objectContaining({ code }) as unknown
}

describe('a sign-up by mail', () => {
  it('makes the account once its code is typed, with the password and the name, and a proven address', async () => {
    const { signUp, signIn, events } = world()
    const browser = await signUp()
    expect(browser.signedIn.caller.user).toMatchObject({ email: ada.email, name: 'Ada' })
    expect((await signIn()).user.emailProvenAt).not.toBeNull()
    expect(events.map(({ type }) => type)).toContain('signed_up')
  })

  it('has the same answer for an address with a user, who is told by a mail without a code', async () => {
    const { auth, signUp, mailFor } = world()
    await signUp()
    const stranger = new TestBrowser()
    const issued = await auth.challenges.requestSignUp({ ...ada, name: 'Eve' }, stranger.context)
    stranger.keep(issued)
    expect(issued.challenge).toMatchObject({ kind: 'sign_up', userId: null, email: ada.email })
    expect(await mailFor(stranger)).toMatchObject({ kind: 'address_taken', recipient: ada.email, code: '' })
  })

  it('works before the proof where that is only asked for, and the same code proves the address then', async () => {
    const { auth, signUpUnproven, mailFor } = world()
    const browser = await signUpUnproven()
    expect(browser.signedIn.caller.user.emailProvenAt).toBeNull()
    const { proof } = await mailFor(browser)
    expect((await auth.challenges.proveEmail(proof, browser.signedIn)).emailProvenAt).not.toBeNull()
  })

  it('does not go on before the proof where that is required, nor where the address has a user', async () => {
    const required = world({ policy: { ...asked, proof: 'required' } })
    await expect(required.signUpUnproven()).rejects.toEqual(refused('EMAIL_PROOF_REQUIRED'))
    const { signUpUnproven } = world()
    await signUpUnproven()
    await expect(signUpUnproven()).rejects.toEqual(refused('EMAIL_PROOF_REQUIRED'))
  })

  it('goes on before the proof in the browser that signed up only', async () => {
    const { auth } = world()
    const browser = new TestBrowser()
    browser.keep(await auth.challenges.requestSignUp(ada, browser.context))
    const other = new TestBrowser().context
    await expect(auth.challenges.continueUnproven(browser.challenge, false, other)).rejects.toEqual(
      refused('CHALLENGE_OTHER_BROWSER'),
    )
  })
})

/** @see [Pre-hijacked accounts](https://www.usenix.org/conference/usenixsecurity22/presentation/sudhodanan) */
describe('an account that a stranger made with the address of another', () => {
  it('is its owner’s once they sign up: the password and the sessions of the stranger are gone', async () => {
    const { auth, signUpUnproven, mailFor, live, signIn, events } = world()
    const stranger = await signUpUnproven(new TestBrowser(), { ...ada, password: 'known to the stranger' })
    await readMail(auth)
    const owner = new TestBrowser()
    owner.keep(await auth.challenges.requestSignUp(ada, owner.context))
    const { proof } = await mailFor(owner)
    owner.signIn(await auth.challenges.confirm(proof, browserSession, owner.context))
    expect(await live(stranger)).toBe(false)
    expect(await live(owner)).toBe(true)
    await expect(signIn('known to the stranger')).rejects.toEqual(refused('INVALID_CREDENTIALS'))
    expect((await signIn()).user.id).toBe(stranger.signedIn.caller.user.id)
    expect(events.map(({ type }) => type)).toContain('account_reclaimed')
  })

  it('is its owner’s once they sign in with a mailed code, and has no password then', async () => {
    const { auth, signUpUnproven, mailFor, live, signIn } = world()
    const stranger = await signUpUnproven()
    await readMail(auth)
    const owner = new TestBrowser()
    owner.keep(await auth.challenges.requestSignInCode({ email: ada.email }, owner.context))
    const { proof } = await mailFor(owner)
    await auth.challenges.confirm(proof, browserSession, owner.context)
    expect(await live(stranger)).toBe(false)
    await expect(signIn()).rejects.toEqual(refused('INVALID_CREDENTIALS'))
  })

  it('is its owner’s once they reset the password: accounts that the stranger connected and passkeys are removed', async () => {
    const { auth, stores, signUpUnproven, mailFor, live, clock } = world()
    const stranger = await signUpUnproven()
    const { user, session } = stranger.signedIn.caller
    const now = clock.now()
    const identity = anIdentityOf(user.id, now)
    await stores.identities.link({ identity, token: session.tokenHash, now }, () => [])
    await addPasskey(stores, aPasskey('of the stranger', user), user)
    await readMail(auth)
    const owner = new TestBrowser()
    owner.keep(await auth.challenges.requestPasswordReset({ email: ada.email }, owner.context))
    const { proof } = await mailFor(owner)
    await auth.challenges.resetPassword({ proof, newPassword }, owner.context)
    expect(await live(stranger)).toBe(false)
    expect(await stores.identities.listByUser(user.id)).toEqual([])
    expect(await stores.passkeys.listByUser(user.id)).toEqual([])
  })

  it('is its owner’s once they reset the password: a change of address that the stranger asked for is never made', async () => {
    const { auth, stores, signUpUnproven, mailFor } = world()
    const stranger = await signUpUnproven()
    await readMail(auth)
    stranger.keep(await auth.challenges.requestEmailChange('eve@example.com', stranger.signedIn))
    const change = await mailFor(stranger)
    const owner = new TestBrowser()
    owner.keep(await auth.challenges.requestPasswordReset({ email: ada.email }, owner.context))
    const { proof } = await mailFor(owner)
    await auth.challenges.resetPassword({ proof, newPassword }, owner.context)
    await expect(auth.challenges.changeEmail(change.proof, stranger.signedIn)).rejects.toEqual(
      refused('CHALLENGE_ENDED'),
    )
    expect(await stores.users.findByEmail(ada.email)).not.toBeNull()
  })

  it('is not proven by its owner’s click: neither link nor code work in another browser, nor without the session', async () => {
    const { auth, signUpUnproven, mailFor } = world()
    const stranger = new TestBrowser()
    stranger.keep(await auth.challenges.requestSignUp(ada, stranger.context))
    const { token, code } = await mailFor(stranger)
    const owner = new TestBrowser().context
    for (const proof of [{ token }, { token, code }, { challenge: stranger.challenge, code }]) {
      await expect(auth.challenges.confirm(proof, browserSession, owner)).rejects.toEqual(
        refused('CHALLENGE_OTHER_BROWSER'),
      )
    }
    const other = await signUpUnproven(new TestBrowser(), { ...ada, email: 'eve@example.com' })
    await readMail(auth)
    other.keep(await auth.challenges.requestEmailProof(other.signedIn))
    const mailed = await mailFor(other)
    await expect(
      auth.challenges.proveEmail(mailed.proof, { ...other.signedIn, browser: owner.browser }),
    ).rejects.toEqual(refused('CHALLENGE_OTHER_BROWSER'))
  })

  it('can’t have its change of address confirmed by a click of the owner of the new one', async () => {
    const { auth, signUp, mailFor } = world()
    const stranger = await signUp(new TestBrowser(), { ...ada, email: 'eve@example.com' })
    stranger.keep(await auth.challenges.requestEmailChange(ada.email, stranger.signedIn))
    const { token, code } = await mailFor(stranger)
    const owner = await signUp(new TestBrowser(), { ...ada, email: 'owner@example.com' })
    await expect(auth.challenges.changeEmail({ token, code }, owner.signedIn)).rejects.toEqual(
      refused('CHALLENGE_OTHER_BROWSER'),
    )
  })
})

describe('a reset', () => {
  it('sets the password, ends every session and starts none', async () => {
    const { auth, signUp, mailFor, live, signIn } = world()
    const laptop = await signUp()
    const phone = new TestBrowser()
    phone.keep(await auth.challenges.requestPasswordReset({ email: ada.email }, phone.context))
    const { proof } = await mailFor(phone)
    expect(await auth.challenges.resetPassword({ proof, newPassword }, phone.context)).toEqual({
      endedSessions: 1,
      connectedAccounts: 0,
    })
    expect(await live(laptop)).toBe(false)
    await expect(signIn()).rejects.toEqual(refused('INVALID_CREDENTIALS'))
    await signIn(newPassword)
  })

  it('tells how many connected accounts can still sign in', async () => {
    const { auth, stores, signUp, mailFor, clock, events } = world()
    const laptop = await signUp()
    const now = clock.now()
    const identity = anIdentityOf(laptop.signedIn.caller.user.id, now)
    await stores.identities.link({ identity, token: laptop.signedIn.caller.session.tokenHash, now }, () => [])
    const phone = new TestBrowser()
    phone.keep(await auth.challenges.requestPasswordReset({ email: ada.email }, phone.context))
    const { proof } = await mailFor(phone)
    expect(await auth.challenges.resetPassword({ proof, newPassword }, phone.context)).toEqual({
      endedSessions: 1,
      connectedAccounts: 1,
    })
    expect(events).toContainEqual(expect.objectContaining({ type: 'password_reset', connectedAccounts: 1 }))
  })

  it('has the same answer for an address without a user, whose reader is told that there is none', async () => {
    const { auth, mailFor } = world()
    const browser = new TestBrowser()
    const issued = await auth.challenges.requestPasswordReset({ email: ada.email }, browser.context)
    browser.keep(issued)
    expect(issued.challenge).toMatchObject({ kind: 'reset_password', email: ada.email })
    expect(await mailFor(browser)).toMatchObject({ kind: 'no_account', recipient: ada.email, code: '' })
  })

  it('works while sign-ins with the password are refused for too many tries', async () => {
    const { auth, signUp, mailFor, signIn } = world({ limits: { passwordAttempt: { account: 3 } } })
    await signUp()
    for (const _ of [1, 2]) await expect(signIn('wrong')).rejects.toEqual(refused('INVALID_CREDENTIALS'))
    await expect(signIn()).rejects.toEqual(refused('RATE_LIMITED'))
    const browser = new TestBrowser()
    browser.keep(await auth.challenges.requestPasswordReset({ email: ada.email }, browser.context))
    const { proof } = await mailFor(browser)
    expect(await auth.challenges.resetPassword({ proof, newPassword }, browser.context)).toEqual({
      endedSessions: 1,
      connectedAccounts: 0,
    })
  })

  it('goes on with a right code whose new password was refused, however often, and ends after five wrong codes', async () => {
    const { auth, signUp, mailFor } = world()
    await signUp()
    const browser = new TestBrowser()
    browser.keep(await auth.challenges.requestPasswordReset({ email: ada.email }, browser.context))
    const { proof, code } = await mailFor(browser)
    const wrong = { challenge: browser.challenge, code: code === 'BBBBBBBB' ? 'CCCCCCCC' : 'BBBBBBBB' }
    const reset = (tried: ChallengeProofInput, password = newPassword) =>
      auth.challenges.resetPassword({ proof: tried, newPassword: password }, browser.context)
    for (const _ of [1, 2, 3, 4]) await expect(reset(wrong)).rejects.toEqual(refused('WRONG_CODE'))
    for (const password of ['iloveyou', ada.email, ada.name.repeat(2), 'abc', 'iloveyou']) {
      const reason = password.length < 8 ? 'PASSWORD_TOO_SHORT' : 'PASSWORD_TOO_COMMON'
      await expect(reset(proof, password)).rejects.toEqual(refused(reason))
    }
    await expect(reset(wrong)).rejects.toEqual(refused('WRONG_CODE'))
    await expect(reset(proof)).rejects.toEqual(refused('CHALLENGE_ENDED'))
  })

  it('goes on with a right code after five refused passwords', async () => {
    const { auth, signUp, mailFor } = world()
    await signUp()
    const browser = new TestBrowser()
    browser.keep(await auth.challenges.requestPasswordReset({ email: ada.email }, browser.context))
    const { proof } = await mailFor(browser)
    const reset = (password: string) => auth.challenges.resetPassword({ proof, newPassword: password }, browser.context)
    for (const _ of [1, 2, 3, 4, 5]) {
      await expect(reset('iloveyou')).rejects.toEqual(refused('PASSWORD_TOO_COMMON'))
    }
    expect(await reset(newPassword)).toMatchObject({ endedSessions: 1 })
  })

  it('is confirmed in another browser by the link and the code together', async () => {
    const { auth, signUp, mailFor } = world()
    await signUp()
    const browser = new TestBrowser()
    browser.keep(await auth.challenges.requestPasswordReset({ email: ada.email }, browser.context))
    const { token, code } = await mailFor(browser)
    const phone = new TestBrowser().context
    expect(await auth.challenges.readLink(token, phone)).toMatchObject({
      purpose: 'reset_password',
      isSameBrowser: false,
    })
    await expect(auth.challenges.resetPassword({ proof: { token }, newPassword }, phone)).rejects.toEqual(
      refused('CHALLENGE_OTHER_BROWSER'),
    )
    expect(await auth.challenges.resetPassword({ proof: { token, code }, newPassword }, phone)).toBeDefined()
  })
})

describe('a mailed code', () => {
  async function requested(limits = {}) {
    const all = world({ limits })
    await all.signUp()
    const browser = new TestBrowser()
    browser.keep(await all.auth.challenges.requestSignInCode({ email: ada.email }, browser.context))
    return { ...all, browser, mailed: await all.mailFor(browser) }
  }

  it('signs in, in the browser that asked, by the code or by the link, once', async () => {
    const { auth, browser, mailed } = await requested()
    const signedIn = await auth.challenges.confirm(
      { token: mailed.token },
      { ...browserSession, remember: true },
      browser.context,
    )
    expect(signedIn.user.email).toBe(ada.email)
    expect(signedIn.session).toMatchObject({ signInMethod: 'code', remembered: true })
    await expect(
      auth.challenges.confirm(mailed.proof, { ...browserSession, remember: true }, browser.context),
    ).rejects.toEqual(refused('CHALLENGE_ENDED'))
  })

  it('has one winner of fifty callers', async () => {
    const { auth, browser, mailed } = await requested()
    const tries = Array.from({ length: 50 }, () =>
      auth.challenges.confirm({ token: mailed.token }, browserSession, browser.context),
    )
    const settled = await Promise.allSettled(tries)
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('makes an account for an address without one', async () => {
    const { auth, mailFor } = world()
    const browser = new TestBrowser()
    browser.keep(await auth.challenges.requestSignInCode({ email: ada.email }, browser.context))
    const { proof } = await mailFor(browser)
    const { user } = await auth.challenges.confirm(proof, browserSession, browser.context)
    expect(user).toMatchObject({ email: ada.email, name: 'ada' })
    expect(user.emailProvenAt).not.toBeNull()
  })

  it('is refused in another browser, for another purpose, and after ten minutes', async () => {
    const { auth, clock, browser, mailed } = await requested()
    const elsewhere = new TestBrowser().context
    await expect(auth.challenges.confirm(mailed.proof, browserSession, elsewhere)).rejects.toEqual(
      refused('CHALLENGE_OTHER_BROWSER'),
    )
    await expect(auth.challenges.resetPassword({ proof: mailed.proof, newPassword }, browser.context)).rejects.toEqual(
      refused('CHALLENGE_ENDED'),
    )
    clock.advance(10 * minute)
    await expect(auth.challenges.confirm(mailed.proof, browserSession, browser.context)).rejects.toEqual(
      refused('CHALLENGE_ENDED'),
    )
  })

  it('may be tried five times', async () => {
    const { auth, browser, mailed } = await requested()
    const wrong = { challenge: browser.challenge, code: mailed.code === 'BBBBBBBB' ? 'CCCCCCCC' : 'BBBBBBBB' }
    for (const _ of [1, 2, 3, 4, 5]) {
      await expect(auth.challenges.confirm(wrong, browserSession, browser.context)).rejects.toEqual(
        refused('WRONG_CODE'),
      )
    }
    await expect(auth.challenges.confirm(mailed.proof, browserSession, browser.context)).rejects.toEqual(
      refused('CHALLENGE_ENDED'),
    )
  })

  it('is counted by network and in all when it is wrong', async () => {
    for (const limits of [{ mailedCode: { network: 1 } }, { mailedCode: { all: 1 } }]) {
      const { auth, browser } = await requested(limits)
      const wrong = { challenge: browser.challenge, code: 'BBBBBBBB' }
      await expect(auth.challenges.confirm(wrong, browserSession, browser.context)).rejects.toEqual(
        refused('WRONG_CODE'),
      )
      await expect(auth.challenges.confirm(wrong, browserSession, browser.context)).rejects.toEqual(
        refused('RATE_LIMITED'),
      )
    }
  })

  it('is replaced by the next one, which can be asked for after a minute', async () => {
    const { auth, clock, browser, mailed, mailFor } = await requested()
    const first = { ...mailed.proof }
    await expect(auth.challenges.resend(browser.challenge, browser.context)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfter: 60,
    })
    clock.advance(minute)
    browser.keep(await auth.challenges.resend(browser.challenge, browser.context))
    const { proof } = await mailFor(browser)
    await expect(auth.challenges.confirm(first, browserSession, browser.context)).rejects.toEqual(
      refused('CHALLENGE_ENDED'),
    )
    expect((await auth.challenges.confirm(proof, browserSession, browser.context)).user.email).toBe(ada.email)
  })

  it('is mailed a limited number of times to one address, from one network and in all', async () => {
    for (const key of ['recipient', 'network', 'block', 'all']) {
      const { auth } = world({ limits: { mail: { [key]: 1 } } })
      const { context } = new TestBrowser()
      await auth.challenges.requestSignInCode({ email: ada.email }, context)
      await expect(auth.challenges.requestSignInCode({ email: ada.email }, context)).rejects.toEqual(
        refused('RATE_LIMITED'),
      )
    }
  })
})

describe('a change of address', () => {
  const next = 'countess@example.com'

  async function changed() {
    const all = world()
    const browser = await all.signUp()
    browser.keep(await all.auth.challenges.requestEmailChange(next, browser.signedIn))
    const { proof, recipient } = await all.mailFor(browser)
    expect(recipient).toBe(next)
    const user = await all.auth.challenges.changeEmail(proof, browser.signedIn)
    return { ...all, browser, user }
  }

  it('takes the new address once its code is typed, and tells both', async () => {
    const { auth, user } = await changed()
    expect(user).toMatchObject({ email: next })
    const mails = await readMail(auth)
    expect(mails.map(({ recipient, content }) => [recipient, content.kind])).toEqual(
      expect.arrayContaining([
        [ada.email, 'undo_email_change'],
        [next, 'notice'],
      ]),
    )
  })

  it('is taken back by the link at the old address for seven days, also after a password change, and ends everything', async () => {
    const { auth, clock, browser, live, signIn } = await changed()
    const mails = await readMail(auth)
    const token = mails.find(({ content }) => content.kind === 'undo_email_change')?.secret?.token ?? ''
    const thief = { ...browser.signedIn.caller, user: { ...browser.signedIn.caller.user, email: next } }
    await auth.passwords.change(thief, { currentPassword: ada.password, newPassword }, request)
    clock.advance(7 * 24 * 60 * minute - 1)
    const undone = await auth.challenges.undoEmailChange(token, new TestBrowser().context)
    expect(undone.endedSessions).toBeGreaterThanOrEqual(0)
    expect(await live(browser)).toBe(false)
    for (const password of [ada.password, newPassword]) {
      await expect(signIn(password)).rejects.toEqual(refused('INVALID_CREDENTIALS'))
    }
    await expect(auth.challenges.undoEmailChange(token, new TestBrowser().context)).rejects.toEqual(
      refused('CHALLENGE_ENDED'),
    )
  })

  it('leaves no account at a provider when it is taken back, also none that was connected just before', async () => {
    const { auth, clock, stores, signUp, mailFor } = world()
    const thief = await signUp()
    const { user, session } = thief.signedIn.caller
    const identity = anIdentityOf(user.id, clock.now())
    await stores.identities.link({ identity, token: session.tokenHash, now: clock.now() }, () => [])
    clock.advance(minute)
    await readMail(auth)
    thief.keep(await auth.challenges.requestEmailChange(next, thief.signedIn))
    const { proof } = await mailFor(thief)
    await auth.challenges.changeEmail(proof, thief.signedIn)
    const mails = await readMail(auth)
    const token = mails.find(({ content }) => content.kind === 'undo_email_change')?.secret?.token ?? ''
    await auth.challenges.undoEmailChange(token, new TestBrowser().context)
    expect(await stores.identities.listByUser(user.id)).toEqual([])
  })

  it('is taken back though a stranger signed up with the earlier address and went on without a proof', async () => {
    const { auth, clock, mailFor, signUpUnproven, user } = await changed()
    const mails = await readMail(auth)
    const token = mails.find(({ content }) => content.kind === 'undo_email_change')?.secret?.token ?? ''
    await expect(signUpUnproven()).rejects.toEqual(refused('EMAIL_PROOF_REQUIRED'))
    clock.advance(7 * 24 * 60 * minute - 1)
    const stranger = new TestBrowser()
    await expect(signUpUnproven(stranger)).rejects.toEqual(refused('EMAIL_PROOF_REQUIRED'))
    await auth.challenges.undoEmailChange(token, new TestBrowser().context)
    await readMail(auth)
    const owner = new TestBrowser()
    owner.keep(await auth.challenges.requestSignInCode({ email: ada.email }, owner.context))
    const { proof } = await mailFor(owner)
    expect((await auth.challenges.confirm(proof, browserSession, owner.context)).user.id).toBe(user.id)
  })

  it('leaves the earlier address to the one who proves it, and after seven days to a sign-up without a proof', async () => {
    const { auth, signUp } = await changed()
    const mails = await readMail(auth)
    const token = mails.find(({ content }) => content.kind === 'undo_email_change')?.secret?.token ?? ''
    expect((await signUp()).signedIn.caller.user.email).toBe(ada.email)
    await expect(auth.challenges.undoEmailChange(token, new TestBrowser().context)).rejects.toEqual(
      refused('EMAIL_TAKEN'),
    )
    const later = await changed()
    later.clock.advance(7 * 24 * 60 * minute)
    expect((await later.signUpUnproven()).signedIn.caller.user.email).toBe(ada.email)
  })

  it('can’t be taken back after seven days, and its link is worth nothing for another purpose', async () => {
    const { auth, clock } = await changed()
    const mails = await readMail(auth)
    const token = mails.find(({ content }) => content.kind === 'undo_email_change')?.secret?.token ?? ''
    const { context } = new TestBrowser()
    await expect(auth.challenges.readLink(token, context)).rejects.toEqual(refused('CHALLENGE_ENDED'))
    await expect(auth.challenges.confirm({ token }, browserSession, context)).rejects.toEqual(
      refused('CHALLENGE_ENDED'),
    )
    clock.advance(7 * 24 * 60 * minute)
    await expect(auth.challenges.undoEmailChange(token, context)).rejects.toEqual(refused('CHALLENGE_ENDED'))
  })

  it('has the same answer for an address of another user, who is told, and needs a recent step-up', async () => {
    const { auth, signUp, mailFor, clock } = world()
    await signUp(new TestBrowser(), { ...ada, email: next })
    const browser = await signUp()
    browser.keep(await auth.challenges.requestEmailChange(next, browser.signedIn))
    expect(await mailFor(browser)).toMatchObject({ kind: 'address_taken', recipient: next })
    clock.advance(11 * minute)
    await expect(auth.challenges.requestEmailChange(next, browser.signedIn)).rejects.toEqual(refused('SUDO_REQUIRED'))
  })
})

describe('without mail', () => {
  it('nothing is asked for by mail, and no notice is stored', async () => {
    const { auth } = world({ policy: null })
    const { context } = new TestBrowser()
    await expect(auth.challenges.requestPasswordReset({ email: ada.email }, context)).rejects.toEqual(
      refused('MAIL_NOT_CONFIGURED'),
    )
    const signedUp = await auth.passwords.signUp(ada, { request, replaces: null })
    await auth.passwords.change(signedUp, { currentPassword: ada.password, newPassword }, request)
    expect(await readMail(auth)).toEqual([])
  })

  it('no code signs in where codes are off', async () => {
    const { auth } = world({ policy: { ...asked, codes: false } })
    await expect(auth.challenges.requestSignInCode({ email: ada.email }, new TestBrowser().context)).rejects.toEqual(
      refused('MAIL_NOT_CONFIGURED'),
    )
  })
})
