import type { Locator, Page } from '@playwright/test'
import { accessHeading, expectEndedPage, signOut } from './access-page.ts'
import { expectAccessible } from './accessibility.ts'
import { anotherBrowser, firefoxOnWindows } from './another-browser.ts'
import { inEachVariant } from './each-variant.ts'
import { subjects, test } from './mailbox.ts'
import { expect } from './server.ts'
import { UserDriver } from './user-driver.ts'

test.use({ mail: 'asked' })

test('a user proves the address, resets the password, signs in with a code, and takes a change of the address back', async ({
  page,
  browser,
  server,
  mailbox,
}) => {
  const user = new UserDriver()
  const newPassword = 'another correct horse'

  await test.step('sign up, and prove the address', async () => {
    await user.signUpByForm(page)
    await page.getByRole('complementary', { name: 'Confirm your email' }).getByRole('button').click()
    await expect(heading(page, 'Check your mail')).toBeVisible()
    await page.getByLabel('Code').fill((await mailbox.mailTo(user.email, subjects.signUp)).code)
    await page.getByRole('button', { name: 'Confirm' }).click()
    await expect(heading(page, 'Email confirmed')).toBeFocused()
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(accessHeading(page)).toBeVisible()
    await expect(page.getByRole('complementary', { name: 'Confirm your email' })).toHaveCount(0)
    await signOut(page)
  })

  const phoneBrowser = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const phone = await phoneBrowser.newPage()

  await test.step('reset the password on a phone, which ends the session of the laptop', async () => {
    await page.getByLabel('Email').fill(user.email)
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await expect(heading(page, 'Forgot your password?')).toBeVisible()
    await expect(page.getByLabel('Email')).toHaveValue(user.email)
    await page.getByRole('button', { name: 'Email me a code' }).click()
    await expect(heading(page, 'Check your mail')).toBeVisible()
    const { code, link } = await mailbox.mailTo(user.email, subjects.resetPassword)
    await user.signInByForm(page)

    await phone.goto(link)
    await expect(heading(phone, 'Choose a new password')).toBeVisible()
    await phone.getByLabel('Code').fill(code)
    await phone.getByLabel('New password', { exact: true }).fill(newPassword)
    await phone.getByRole('button', { name: 'Set password' }).click()
    await expect(heading(phone, 'Your password is set')).toBeFocused()
    await expect(phone.getByText('Everything that was signed in was ended: 1 session.')).toBeVisible()
    await expectEndedPage(page, /It was reset by mail/)
  })

  await test.step('sign in with a mailed code', async () => {
    await phone.getByRole('link', { name: 'Sign in' }).click()
    await phone.getByLabel('Email').fill(user.email)
    await phone.getByRole('button', { name: 'Email me a code instead' }).click()
    await phone.getByLabel('Code').fill((await mailbox.mailTo(user.email, subjects.signIn)).code)
    await phone.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(accessHeading(phone)).toBeVisible()
  })

  const newEmail = `new-${user.email}`
  await test.step('change the address, which asks who it is first', async () => {
    await server.expireStepUp(user.email)
    await phone.goto('/account')
    await phone.getByRole('button', { name: 'Change email' }).click()
    await phone.getByLabel('New email').fill(newEmail)
    await phone.getByRole('button', { name: 'Email me a code' }).click()
    const stepUp = phone.getByRole('dialog', { name: 'Confirm it’s you' })
    await stepUp.getByLabel('Password', { exact: true }).fill(newPassword)
    await stepUp.getByRole('button', { name: 'Confirm' }).click()
    await phone.getByLabel('Code').fill((await mailbox.mailTo(newEmail, subjects.changeEmail)).code)
    await phone.getByRole('button', { name: 'Change email' }).click()
    await expect(heading(phone, 'Email changed')).toBeFocused()
    await phone.getByRole('button', { name: 'Continue' }).click()
    await expect(phone.getByRole('region', { name: 'Email' })).toContainText(newEmail)
  })

  await test.step('take the change back, which ends everything', async () => {
    const { link } = await mailbox.mailTo(user.email, subjects.undoEmailChange)
    await page.goto(link)
    await page.getByRole('button', { name: 'Take the change back' }).click()
    await expect(heading(page, 'This is your email again')).toBeFocused()
    await expect(page.getByText('Everything that was signed in was ended: 1 session.')).toBeVisible()
    await expectEndedPage(phone, /It was taken back/)
    await page.getByRole('link', { name: 'Choose a new password' }).click()
    await expect(heading(page, 'Forgot your password?')).toBeVisible()
  })
  await phoneBrowser.close()
})

test('a wrong code says so, one that is over offers another, and the button for that counts down', async ({
  page,
  server,
  mailbox,
}) => {
  const user = new UserDriver()
  await mailbox.signUp(page.request, user)
  await page.context().clearCookies()
  await page.clock.install()
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(user.email)
  await page.getByRole('button', { name: 'Email me a code instead' }).click()
  await expect(heading(page, 'Check your mail')).toBeVisible()
  const another = page.getByRole('button', { name: 'Send a new code' })
  await expect(another).toBeDisabled()
  await expect(another).toHaveText(/Send a new code in \d:\d\d/)

  const { code } = await mailbox.mailTo(user.email, subjects.signIn)
  const field = page.getByLabel('Code')
  await field.fill(code === 'BBBB-BBBB' ? 'CCCC-CCCC' : 'BBBB-BBBB')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(field).toHaveAccessibleDescription(/This isn’t the code of the latest mail\./)
  await expect(field).toBeFocused()

  await server.sql(`UPDATE challenges SET expires_at = 0 WHERE email = '${user.email}'`)
  await field.fill(code)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('alert')).toHaveText(
    /This code was used or replaced, or is too old\. Ask for a new one\./,
  )

  await page.clock.fastForward('10:00')
  await expect(page.getByRole('status').filter({ hasText: 'This code has expired.' })).toBeVisible()
  await another.click()
  await expect(page.getByText('A new code is on its way. Earlier ones no longer work.')).toBeVisible()
  await expect(another).toBeDisabled()
  await field.fill((await mailbox.mailTo(user.email, subjects.signIn)).code)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(accessHeading(page)).toBeVisible()
})

test('a link does nothing by being opened, leaves the address bar, and asks another browser for the code', async ({
  page,
  browser,
  server,
  mailbox,
}) => {
  const user = new UserDriver()
  await mailbox.signUp(page.request, user)
  await page.context().clearCookies()
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(user.email)
  await page.getByRole('button', { name: 'Email me a code instead' }).click()
  const { code, link } = await mailbox.mailTo(user.email, subjects.signIn)
  const token = new URL(link).hash.slice(1)
  expect(link.startsWith(`${server.url}/confirm#`)).toBe(true)

  const otherBrowser = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const other = await otherBrowser.newPage()
  const requested: string[] = []
  other.on('request', (request) => requested.push(request.url()))
  await other.goto(link)
  await expect(heading(other, 'Sign in')).toBeVisible()
  await expect(other.getByLabel('Code')).toHaveAccessibleDescription(/the code of the mail is needed too/)
  await expect(other).toHaveURL(`${server.url}/confirm`)
  expect(
    await other.evaluate(() =>
      JSON.stringify([history.state, Object.entries(localStorage), Object.entries(sessionStorage)]),
    ),
  ).not.toContain(token)
  expect(requested.filter((url) => url.includes(token))).toEqual([])
  await other.reload()
  await expect(heading(other, 'Open the link again')).toBeVisible()

  await test.step('the browser that asked opens it, and is asked for no code', async () => {
    const opened = await page.context().newPage()
    await opened.goto(link)
    await expect(opened.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
    await expect(opened.getByLabel('Code')).toHaveCount(0)
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('latchkey')
    await opened.close()
  })

  await test.step('the other browser signs in with both', async () => {
    await other.goto(link)
    await other.getByLabel('Code').fill(code)
    await other.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(accessHeading(other)).toBeVisible()
  })
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('alert')).toHaveText(/This code was used or replaced/)
  await otherBrowser.close()
})

test('a mail tells of a sign-in from a new device, and its link leads to where that session is ended', async ({
  page,
  browser,
  server,
  mailbox,
}) => {
  const user = new UserDriver()
  await mailbox.signUp(page.request, user)
  const strangerBrowser = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const stranger = await strangerBrowser.newPage()
  await user.signIn(stranger.request)
  await stranger.goto('/')
  const { link, text } = await mailbox.mailTo(user.email, subjects.newSignIn)
  expect(text).toContain('Firefox on Windows')
  expect(link.startsWith(`${server.url}/events/`)).toBe(true)
  await server.expireStepUp(user.email)

  await page.goto(link)
  await expect(heading(page, 'Account activity')).toBeVisible()
  await expect(page.getByText('Signed in with a password')).toHaveCount(1)
  await expect(page.getByText(/Firefox on Windows/).first()).toBeVisible()
  await page.getByRole('button', { name: /^End/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click()
  const stepUp = page.getByRole('dialog', { name: 'Confirm it’s you' })
  await stepUp.getByLabel('Password', { exact: true }).fill(user.password)
  await stepUp.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByText('Firefox on Windows is signed out.').first()).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'End the session' })).toContainText('Signed out')
  await expectEndedPage(stranger, /It was ended from/)

  await test.step('a browser that is not signed in is led to a reset of the password', async () => {
    await page.context().clearCookies()
    await page.goto(link)
    await expect(heading(page, 'Sign in')).toBeVisible()
    await expect(page.getByText('to see what happened in your account')).toBeVisible()
    await expect(page.getByText('This wasn’t you?')).toBeVisible()
    await user.fillSignIn(page)
    await expect(heading(page, 'Account activity')).toBeVisible()
    await page.context().clearCookies()
    await page.goto(link)
    await page.getByRole('link', { name: 'Reset your password' }).click()
    await expect(heading(page, 'Forgot your password?')).toBeVisible()
  })
  await strangerBrowser.close()
})

test('a forgotten password is reset with the keyboard alone', async ({ page, mailbox }) => {
  const user = new UserDriver()
  await mailbox.signUp(page.request, user)
  await page.context().clearCookies()
  await page.goto('/sign-in')
  await tabTo(page, page.getByRole('link', { name: 'Forgot your password?' }))
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Email')).toBeFocused()
  await page.keyboard.type(user.email)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Code')).toBeFocused()
  await page.keyboard.type((await mailbox.mailTo(user.email, subjects.resetPassword)).code.toLowerCase())
  await tabTo(page, page.getByLabel('New password', { exact: true }))
  await page.keyboard.type('another correct horse')
  await page.keyboard.press('Enter')
  await expect(heading(page, 'Your password is set')).toBeFocused()
  await tabTo(page, page.getByRole('link', { name: 'Sign in' }))
  await page.keyboard.press('Enter')
  await expect(heading(page, 'Sign in')).toBeVisible()
})

test('what a link, a code and a reset show is accessible and fits', async ({ page, browser, server, mailbox }) => {
  const user = new UserDriver()
  await mailbox.signUp(page.request, user)
  const otherBrowser = await anotherBrowser(browser, server.url)
  const other = await otherBrowser.newPage()
  await other.goto('/forgot-password')
  await other.getByRole('button', { name: 'Email me a code' }).click()
  await expect(other.getByLabel('Email')).toHaveAccessibleDescription(/Enter your email\./)
  await inEachVariant(other, expectAccessible)
  await other.getByLabel('Email').fill(user.email)
  await other.getByRole('button', { name: 'Email me a code' }).click()
  await other.getByLabel('Code').fill('BCDF')
  await other.getByRole('button', { name: 'Set password' }).click()
  await expect(other.getByText('A code has 8 letters. This has 4 so far.')).toBeVisible()
  await inEachVariant(other, expectAccessible)

  const { code, link } = await mailbox.mailTo(user.email, subjects.resetPassword)
  await page.goto(link)
  await expect(heading(page, 'Choose a new password')).toBeVisible()
  await inEachVariant(page, expectAccessible)
  await page.getByLabel('Code').fill(code)
  await page.getByLabel('New password', { exact: true }).fill('another correct horse')
  await page.getByRole('button', { name: 'Set password' }).click()
  await expect(heading(page, 'Your password is set')).toBeVisible()
  await inEachVariant(page, expectAccessible)
  await other.goto(link)
  await expect(heading(other, 'This link no longer works')).toBeVisible()
  await inEachVariant(other, expectAccessible)
  await otherBrowser.close()
})

test('what a signed-in user sees of the address, and of one event, is accessible and fits', async ({
  page,
  mailbox,
}) => {
  const user = new UserDriver({ email: `a.rather.long.address.of.ada.${'lovelace'.repeat(3)}@example.com` })
  await user.signUpByForm(page)
  await expect(page.getByRole('complementary', { name: 'Confirm your email' })).toBeVisible()
  await inEachVariant(page, expectAccessible)
  await page.goto('/account')
  await expect(page.getByRole('region', { name: 'Email' })).toContainText('Not confirmed')
  await page.getByRole('button', { name: 'Change email' }).click()
  await page.getByLabel('New email').fill('ada')
  await page.getByRole('button', { name: 'Email me a code' }).click()
  await expect(page.getByLabel('New email')).toHaveAccessibleDescription(/Enter an email, such as/)
  await inEachVariant(page, expectAccessible)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('button', { name: 'Change email' })).toBeFocused()
  await page.getByRole('button', { name: 'Confirm', exact: true }).click()
  await expect(heading(page, 'Check your mail')).toBeVisible()
  await inEachVariant(page, expectAccessible)
  await page.getByLabel('Code').fill((await mailbox.mailTo(user.email, subjects.signUp)).code)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('region', { name: 'Email' })).toContainText('Confirmed on')

  const events = await page.request.get('/trpc/events.list?input=%7B%7D')
  const [id] = /(?<="id":")[^"]+/.exec(await events.text()) ?? []
  await page.goto(`/events/${id}`)
  await expect(page.getByText('If this wasn’t you')).toBeVisible()
  await inEachVariant(page, expectAccessible)
})

/** Presses Tab until a control has the focus. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  const handle = await control.elementHandle()
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab')
    if (await page.evaluate((element) => document.activeElement === element, handle)) return
  }
  throw new Error('the focus never reached the control')
}

function heading(page: Page, name: string): Locator {
  return page.getByRole('heading', { name, level: 1 })
}
