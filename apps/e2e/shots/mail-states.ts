import type { Locator, Page } from '@playwright/test'
import { firefoxOnWindows } from '../src/another-browser.ts'
import { type Mailbox, type ReceivedMail, subjects } from '../src/mailbox.ts'
import { UserDriver } from '../src/user-driver.ts'
import type { Stage } from './stage.ts'

/** What a state of a server with mail starts from. */
export interface MailStage extends Stage {
  readonly mailbox: Mailbox
}

/** Each page and state of what is done by mail, by the name of its folder: brings the page there. */
export const mailStates: Readonly<Record<string, (stage: MailStage) => Promise<void>>> = {
  'mail-sign-in': ({ page }) => open(page, '/sign-in'),
  'mail-banner': async ({ page }) => {
    await signUpUnproven(page, new UserDriver())
  },
  'mail-forgot': ({ page }) => open(page, '/forgot-password'),
  'mail-forgot-refused': async ({ page }) => {
    await open(page, '/forgot-password')
    await submit(page).click()
    await invalid(page).waitFor()
  },
  'mail-reset': async (stage) => {
    await resetAsked(stage)
  },
  'mail-reset-refused': async (stage) => {
    await resetAsked(stage)
    await code(stage.page).fill('BBBB-BBBB')
    await newPassword(stage.page).fill('another correct horse')
    await submit(stage.page).click()
    await invalid(stage.page).waitFor()
  },
  'mail-reset-link': async (stage) => {
    const { link } = await resetAsked(stage)
    await open(stage.page, link)
  },
  'mail-reset-done': async (stage) => {
    const { link } = await resetAsked(stage)
    await open(stage.page, link)
    await newPassword(stage.page).fill('another correct horse')
    await submit(stage.page).click()
    await stage.page.locator('a[href^="/sign-in"]').waitFor()
  },
  'mail-code': async (stage) => {
    await signInAsked(stage)
  },
  'mail-code-filled': async (stage) => {
    const mail = await signInAsked(stage)
    await code(stage.page).fill(mail.code)
  },
  'mail-code-refused': async (stage) => {
    await signInAsked(stage)
    await code(stage.page).fill('BBBB-BBBB')
    await submit(stage.page).click()
    await invalid(stage.page).waitFor()
  },
  'mail-code-ended': async (stage) => {
    const { code: mailed } = await signInAsked(stage)
    await stage.server.sql('UPDATE challenges SET expires_at = 0')
    await code(stage.page).fill(mailed)
    await submit(stage.page).click()
    await stage.page.getByRole('alert').first().waitFor()
  },
  'mail-code-expired': async (stage) => {
    await stage.page.clock.install()
    await signInAsked(stage)
    await stage.page.clock.fastForward('11:00')
    await stage.page.getByRole('status').first().waitFor()
  },
  'mail-link': async (stage) => {
    const { link } = await signInAsked(stage)
    await open(stage.page, link)
  },
  'mail-link-elsewhere': async (stage) => {
    const { link } = await signInAsked(stage)
    await stage.page.context().clearCookies()
    await open(stage.page, link)
  },
  'mail-link-ended': async (stage) => {
    const { link } = await signInAsked(stage)
    await stage.server.sql('UPDATE challenges SET expires_at = 0')
    await open(stage.page, link)
  },
  'mail-link-sign-up-elsewhere': async ({ page, mailbox }) => {
    const { name, email, password } = new UserDriver()
    await page.request.post('/trpc/auth.signUp', { data: { name, email, password } })
    const { link } = await mailbox.mailTo(email, subjects.signUp)
    await page.context().clearCookies()
    await open(page, link)
  },
  'mail-link-missing': ({ page }) => open(page, '/confirm'),
  'mail-nothing-expected': ({ page }) => open(page, '/check-mail'),
  'mail-request-proof': async ({ page }) => {
    await signUpUnproven(page, new UserDriver())
    await page.evaluate(() => sessionStorage.clear())
    await open(page, '/check-mail')
  },
  'mail-proven': async ({ page, mailbox }) => {
    const user = new UserDriver()
    await signUpUnproven(page, user)
    await open(page, '/check-mail')
    await code(page).fill((await mailbox.mailTo(user.email, subjects.signUp)).code)
    await submit(page).click()
    await code(page).waitFor({ state: 'detached' })
  },
  'mail-account-unproven': async ({ page }) => {
    await signUpUnproven(page, new UserDriver())
    await open(page, '/account')
  },
  'mail-account': async ({ page, mailbox }) => {
    await mailbox.signUp(page.request, new UserDriver())
    await open(page, '/account')
  },
  'mail-account-change': async ({ page, mailbox }) => {
    await mailbox.signUp(page.request, new UserDriver())
    await openEmailChange(page)
  },
  'mail-account-change-refused': async ({ page, mailbox }) => {
    await mailbox.signUp(page.request, new UserDriver())
    await openEmailChange(page)
    await page.locator('input[type="email"]').fill('ada')
    await submit(page).click()
    await invalid(page).waitFor()
  },
  'mail-changed': async (stage) => {
    await changed(stage)
  },
  'mail-undo': async (stage) => {
    const { link } = await changed(stage)
    await open(stage.page, link)
  },
  'mail-undone': async (stage) => {
    const { link } = await changed(stage)
    await open(stage.page, link)
    await submit(stage.page).click()
    await stage.page.locator('a[href="/forgot-password"]').waitFor()
  },
  'mail-event': async ({ page, browser, server, mailbox }) => {
    const user = new UserDriver()
    await mailbox.signUp(page.request, user)
    const context = await browser.newContext({ baseURL: server.url, userAgent: firefoxOnWindows })
    await user.signIn(context.request)
    await context.close()
    await open(page, (await mailbox.mailTo(user.email, subjects.newSignIn)).link)
  },
  'mail-event-unknown': async ({ page, mailbox }) => {
    await mailbox.signUp(page.request, new UserDriver())
    await open(page, '/events/no-such-event')
  },
  'mail-event-signed-out': ({ page }) => open(page, '/events/no-such-event'),
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** Signs up by the form, so that the tab waits for the code. */
async function signUpUnproven(page: Page, { name, email, password }: UserDriver): Promise<void> {
  await open(page, '/sign-up')
  await page.locator('input[autocomplete="name"]').fill(name)
  await page.locator('input[type="email"]').fill(email)
  await newPassword(page).fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('complementary').waitFor()
}

function submit(page: Page): Locator {
  return page.locator('button[type="submit"]').last()
}

function invalid(page: Page): Locator {
  return page.locator('[aria-invalid="true"]').first()
}

function code(page: Page): Locator {
  return page.locator('input[name="code"]')
}

function newPassword(page: Page): Locator {
  return page.locator('input[autocomplete="new-password"]')
}

async function resetAsked({ page, mailbox }: MailStage): Promise<ReceivedMail> {
  const user = new UserDriver()
  await mailbox.signUp(page.request, user)
  await page.context().clearCookies()
  await open(page, '/forgot-password')
  await page.locator('input[type="email"]').fill(user.email)
  await submit(page).click()
  await code(page).waitFor()
  return mailbox.mailTo(user.email, subjects.resetPassword)
}

async function signInAsked({ page, mailbox }: MailStage): Promise<ReceivedMail> {
  const user = new UserDriver()
  await mailbox.signUp(page.request, user)
  await page.context().clearCookies()
  await open(page, '/sign-in')
  await page.locator('input[type="email"]').fill(user.email)
  await page.locator('button[type="submit"] ~ button, form button[data-variant="subtle"]').last().click()
  await code(page).waitFor()
  return mailbox.mailTo(user.email, subjects.signIn)
}

async function openEmailChange(page: Page): Promise<void> {
  await open(page, '/account')
  await page.getByRole('button', { name: /^(Change email|E-Mail ändern)/ }).click()
  await page.locator('input[type="email"]').waitFor()
}

/** Changes the address. Returns the mail to the earlier one. */
async function changed({ page, mailbox }: MailStage): Promise<ReceivedMail> {
  const user = new UserDriver()
  await mailbox.signUp(page.request, user)
  await openEmailChange(page)
  await page.locator('input[type="email"]').fill(`new-${user.email}`)
  await submit(page).click()
  await code(page).fill((await mailbox.mailTo(`new-${user.email}`, subjects.changeEmail)).code)
  await submit(page).click()
  await code(page).waitFor({ state: 'detached' })
  return mailbox.mailTo(user.email, subjects.undoEmailChange)
}
