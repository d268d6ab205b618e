import type { Locator, Page } from '@playwright/test'
import { accessHeading, otherSessions, signOut, thisSession } from './access-page.ts'
import { expectAccessible, expectNoViolations } from './accessibility.ts'
import { anotherBrowser, firefoxOnWindows } from './another-browser.ts'
import { type Authenticator, scanAndConfirm, turnOnTwoStep } from './authenticator.ts'
import { inEachVariant } from './each-variant.ts'
import { expectNoStoredSecret } from './page-checks.ts'
import { continueWith, newLogin } from './provider-page.ts'
import { expect, type Server, test } from './server.ts'
import { UserDriver } from './user-driver.ts'

function heading(page: Page, name: string): Locator {
  return page.getByRole('heading', { name, level: 1 })
}

function codeField(page: Page): Locator {
  return page.getByLabel('Code', { exact: true })
}

/** A user with an authenticator app, who is signed out again. */
async function signedOutUser(
  page: Page,
  server: Server,
): Promise<{ user: UserDriver; authenticator: Authenticator; recoveryCodes: readonly string[] }> {
  const user = new UserDriver()
  await user.signUp(page.request)
  const turnedOn = await turnOnTwoStep(page, server, user)
  await page.context().clearCookies()
  return { user, ...turnedOn }
}

test('a user turns two-step verification on by keyboard, saves the recovery codes, signs in with a code, and turns it off', async ({
  page,
  server,
}) => {
  const user = new UserDriver()
  await user.signUpByForm(page)
  await page.getByRole('link', { name: 'Security' }).click()
  await expect(page.getByText('A stolen password is enough to sign in as you.')).toBeVisible()
  await page.getByRole('button', { name: 'Turn on two-step verification' }).press('Enter')
  await expect(codeField(page)).toBeFocused()
  await inEachVariant(page, expectAccessible)
  await page.keyboard.type('12345')
  await page.keyboard.press('Enter')
  await expect(page.getByText('This code has six digits.')).toBeVisible()

  const authenticator = await scanAndConfirm(page, server)
  await expect(page.getByRole('heading', { name: 'Save your recovery codes' })).toBeFocused()
  const codes = page.getByRole('region', { name: 'Save your recovery codes' }).getByRole('listitem')
  await expect(codes).toHaveCount(10)
  await expect(codes.first()).toHaveText(/^[A-Z]{5}-[A-Z]{5}$/)
  await inEachVariant(page, expectAccessible)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy Recovery codes' }).click()
  const shown = await codes.allInnerTexts()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shown.join('\n'))
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download the recovery codes' }).click()
  const downloaded = await downloading
  expect(downloaded.suggestedFilename()).toBe('latchkey-recovery-codes.txt')
  const chunks: string[] = []
  for await (const chunk of (await downloaded.createReadStream()).setEncoding('utf8')) chunks.push(String(chunk))
  expect(chunks.join('')).toContain(`${shown.join('\n')}\n`)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByText(shown[0] ?? '')).toBeVisible()
  await expect(page.getByText('Latchkey recovery codes')).toBeVisible()
  await expect(heading(page, 'Security')).toBeHidden()
  await page.emulateMedia({ media: 'screen' })
  await expectNoStoredSecret(page, user)
  await page.getByRole('button', { name: 'I’ve saved them' }).click()
  await expect(page.getByRole('heading', { name: 'Recovery codes' })).toBeFocused()
  await expect(page.getByText('10 codes left')).toBeVisible()
  await expect(page.getByText('A stolen password is not enough to sign in as you.')).toBeVisible()

  await page.getByRole('link', { name: 'Access' }).first().click()
  await signOut(page)
  await user.fillSignIn(page)
  await expect(heading(page, 'Enter your code')).toBeVisible()
  await expect(codeField(page)).toBeFocused()
  await inEachVariant(page, expectAccessible)
  await page.reload()
  await expect(codeField(page)).toBeFocused()
  await page.keyboard.type(authenticator.wrongCode())
  await page.keyboard.press('Enter')
  await expect(page.getByText('This code isn’t right, or was already used.')).toBeVisible()
  await expect(codeField(page)).toBeFocused()
  await expectNoViolations(page)
  const code = await authenticator.code()
  await codeField(page).fill(`${code.slice(0, 3)} ${code.slice(3)}`)
  await page.keyboard.press('Enter')
  await expect(accessHeading(page)).toBeVisible()
  await expect(thisSession(page)).toContainText('Password and code')

  await page.getByRole('link', { name: 'Timeline' }).click()
  await expect(page.getByText(/Signed in with a password and an authenticator code/)).toBeVisible()
  await expect(page.getByText('Wrong code for two-step verification')).toBeVisible()

  await page.getByRole('link', { name: 'Security' }).click()
  await page.getByRole('button', { name: 'Turn off two-step verification' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Turn off two-step verification' }).click()
  await expect(page.getByText('Two-step verification is off.').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Turn on two-step verification' })).toBeFocused()
  await expect(page.getByRole('heading', { name: 'Recovery codes' })).toHaveCount(0)
  await page.context().clearCookies()
  await user.signInByForm(page)
})

test('a recovery code takes the place of the app, and few that are left are renewed', async ({ page, server }) => {
  const { user, recoveryCodes } = await signedOutUser(page, server)
  const [first = '', second = ''] = recoveryCodes
  await page.goto('/timeline')
  await user.fillSignIn(page)
  await page.getByRole('button', { name: 'Use a recovery code instead' }).click()
  const field = page.getByLabel('Recovery code')
  await expect(field).toBeFocused()
  await field.fill(` ${first.slice(0, 5).toLowerCase()} - ${first.slice(5)} `)
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/timeline$/)
  await expect(page.getByText(/Signed in with a password and a recovery code/)).toBeVisible()

  await page.context().clearCookies()
  await page.goto('/sign-in')
  await expect(page.getByText('Last used')).toBeVisible()
  await user.fillSignIn(page)
  await codeField(page).fill(first)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('This code isn’t right, or was already used.')).toBeVisible()
  await codeField(page).fill(second)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(accessHeading(page)).toBeVisible()

  await server.sql(
    `DELETE FROM recovery_codes WHERE user_id = (SELECT id FROM users WHERE email = '${user.email}')
      AND id NOT IN (SELECT min(id) FROM recovery_codes GROUP BY user_id)`,
  )
  await page.goto('/security')
  await expect(page.getByText('1 code left')).toBeVisible()
  await expect(page.getByText('Few are left.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Make new codes' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make new codes' }).click()
  await expect(page.getByRole('heading', { name: 'Save your recovery codes' })).toBeFocused()
  await page.getByRole('button', { name: 'I’ve saved them' }).click()
  await expect(page.getByText('10 codes left')).toBeVisible()
})

test('a sign-in with a provider asks for the code too, and goes on to where it would have led', async ({
  page,
  server,
}) => {
  const login = newLogin()
  await page.goto('/sign-up')
  await continueWith(page, 'Google', { login })
  await expect(accessHeading(page)).toBeVisible()
  await page.getByRole('link', { name: 'Security' }).click()
  await expect(page.getByText('A connected account is enough to sign in as you.')).toBeVisible()
  await page.getByRole('button', { name: 'Turn on two-step verification' }).click()
  const authenticator = await scanAndConfirm(page, server)
  await expect(page.getByRole('heading', { name: 'Save your recovery codes' })).toBeVisible()

  await page.context().clearCookies()
  await page.goto('/timeline?category=sign_in')
  await continueWith(page, 'Google', { login })
  await expect(heading(page, 'Enter your code')).toBeVisible()
  expect(new URL(page.url()).pathname).toBe('/second-step')
  await codeField(page).fill(await authenticator.code())
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/timeline\?category=sign_in$/)
  await expect(page.getByText(/Signed in with Google and an authenticator code/)).toBeVisible()

  // Without a password, a step-up takes a code. Google does not say when it was signed in to, which proves less.
  await server.expireStepUp(`${login}@example.com`)
  await page.goto('/security')
  await page.getByRole('button', { name: 'Make new codes' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make new codes' }).click()
  const stepUp = page.getByRole('dialog', { name: 'Confirm it’s you' })
  await expect(stepUp.getByLabel('Code', { exact: true })).toBeFocused()
  await expect(stepUp.getByRole('button', { name: 'Continue with Google' })).toHaveCount(0)
  await expectNoViolations(page)
  await stepUp.getByLabel('Code', { exact: true }).fill(await authenticator.code())
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Save your recovery codes' })).toBeFocused()
})

test('a step-up takes the password or a code', async ({ page, server }) => {
  const user = new UserDriver()
  await user.signUp(page.request)
  const { authenticator } = await turnOnTwoStep(page, server, user)
  await server.expireStepUp(user.email)
  await page.goto('/security')
  await page.getByRole('button', { name: 'Turn off two-step verification' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Turn off two-step verification' }).click()
  const stepUp = page.getByRole('dialog', { name: 'Confirm it’s you' })
  const password = stepUp.getByLabel('Password', { exact: true })
  await expect(password).toBeFocused()
  await stepUp.getByRole('button', { name: 'Use a code instead' }).click()
  const code = stepUp.getByLabel('Code', { exact: true })
  await expect(code).toBeFocused()
  await expectNoViolations(page)
  await stepUp.getByRole('button', { name: 'Use your password instead' }).click()
  await expect(password).toBeFocused()
  await stepUp.getByRole('button', { name: 'Use a code instead' }).click()
  await code.fill(authenticator.wrongCode())
  await page.keyboard.press('Enter')
  await expect(stepUp.getByText('This code isn’t right, or was already used.')).toBeVisible()
  await code.fill(await authenticator.code())
  await page.keyboard.press('Enter')
  await expect(page.getByText('Two-step verification is off.').first()).toBeVisible()
})

test('a trusted device is not asked for a code until it is removed', async ({ page, browser, server }) => {
  const { user, authenticator } = await signedOutUser(page, server)
  const phoneBrowser = await anotherBrowser(browser, server.url, firefoxOnWindows)
  const phone = await phoneBrowser.newPage()
  await phone.goto('/sign-in')
  await user.fillSignIn(phone)
  await phone.getByLabel('Trust this device for 30 days').check()
  await codeField(phone).fill(await authenticator.code())
  await phone.keyboard.press('Enter')
  await expect(accessHeading(phone)).toBeVisible()
  await signOut(phone)
  await user.fillSignIn(phone)
  await expect(accessHeading(phone)).toBeVisible()
  await expect(thisSession(phone)).toContainText('Password, trusted device')

  await page.goto('/sign-in')
  await user.fillSignIn(page)
  await codeField(page).fill(await authenticator.code())
  await page.keyboard.press('Enter')
  await expect(accessHeading(page)).toBeVisible()
  await expect(otherSessions(page).filter({ hasText: 'Password, trusted device' })).toHaveCount(1)
  const devices = page.getByRole('region', { name: 'Trusted devices' })
  await expect(devices).toContainText('You aren’t asked for a code in these browsers.')
  await expect(devices.getByRole('listitem')).toHaveCount(1)
  await inEachVariant(page, expectAccessible)
  await devices.getByRole('button', { name: 'Remove Firefox on Windows from the trusted devices' }).press('Enter')
  await expect(devices).toContainText('Firefox on Windows asks for a code again.')
  await expect(page.getByRole('heading', { name: 'Trusted devices' })).toBeFocused()
  await expect(devices.getByRole('listitem')).toHaveCount(0)

  await signOut(phone)
  await user.fillSignIn(phone)
  await expect(heading(phone, 'Enter your code')).toBeVisible()
  await phoneBrowser.close()
})

test('a sign-in that waited too long, or had too many wrong codes, begins again', async ({ page, server }) => {
  const { user, authenticator } = await signedOutUser(page, server)
  await page.goto('/sign-in?returnTo=%2Ftimeline')
  await user.fillSignIn(page)
  await expect(heading(page, 'Enter your code')).toBeVisible()
  await expect(page.getByText('Lost your phone and your recovery codes? Ask the operator')).toBeVisible()
  for (let tries = 0; tries < 5; tries += 1) {
    await server.sql('DELETE FROM rate_limits')
    await codeField(page).fill(authenticator.wrongCode())
    await page.keyboard.press('Enter')
    await expect(page.getByText('This code isn’t right, or was already used.')).toBeVisible()
  }
  await codeField(page).fill(await authenticator.code())
  await page.keyboard.press('Enter')
  await expect(heading(page, 'This sign-in has ended')).toBeFocused()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Sign in' }).click()

  await server.sql('DELETE FROM rate_limits')
  await page.clock.install()
  await user.fillSignIn(page)
  await expect(heading(page, 'Enter your code')).toBeVisible()
  await page.clock.fastForward('05:01')
  await expect(page.getByText('This sign-in waited too long. Sign in again.')).toBeVisible()
  await expect(heading(page, 'This sign-in has ended')).toBeFocused()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/sign-in\?returnTo=%2Ftimeline$/)
})

test('a tab that waits for the second step goes on when another one finishes it, and offers another account', async ({
  page,
  server,
}) => {
  const { user, authenticator } = await signedOutUser(page, server)
  await page.goto('/sign-in')
  await user.fillSignIn(page)
  await page.getByRole('link', { name: 'Sign in as someone else' }).click()
  await expect(heading(page, 'Sign in')).toBeVisible()
  await page.goBack()
  await expect(heading(page, 'Enter your code')).toBeVisible()
  const other = await page.context().newPage()
  await other.goto('/second-step')
  await codeField(other).fill(await authenticator.code())
  await other.keyboard.press('Enter')
  await expect(accessHeading(other)).toBeVisible()
  await expect(accessHeading(page)).toBeVisible()
})

test('a user who has lost the app and the recovery codes is let in by the operator, and sets up another app', async ({
  page,
  server,
}) => {
  const { user } = await signedOutUser(page, server)
  await page.goto('/sign-in')
  await user.fillSignIn(page)
  await expect(page.getByText('Lost your phone and your recovery codes? Ask the operator')).toBeVisible()

  const reset = server.runCommand('second-factor-reset', [user.email])
  await reset.printed(/Turn two-step verification off for .+\? Make sure who asks for it\./)
  reset.type('yes\n')
  await reset.printed(/Two-step verification is off for/)
  expect(await reset.exitCode).toBe(0)

  await page.goto('/sign-in')
  await user.fillSignIn(page)
  await expect(accessHeading(page)).toBeVisible()
  await page.goto('/timeline')
  await expect(page.getByText('Two-step verification turned off by the operator').first()).toBeVisible()
  await page.getByRole('link', { name: 'Security' }).click()
  await page.getByRole('button', { name: 'Turn on two-step verification' }).click()
  const authenticator = await scanAndConfirm(page, server)
  await page.getByRole('button', { name: 'I’ve saved them' }).click()
  await page.context().clearCookies()
  await page.goto('/sign-in')
  await user.fillSignIn(page)
  await codeField(page).fill(await authenticator.code())
  await page.keyboard.press('Enter')
  await expect(accessHeading(page)).toBeVisible()
})
